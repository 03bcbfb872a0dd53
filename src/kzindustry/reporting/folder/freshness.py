"""Why a run would run again: compares what it depends on now with what its report was built from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from kzindustry.reporting.folder.fingerprint import changes, digest, own_inputs, shared_inputs
from kzindustry.reporting.folder.intact import intact
from kzindustry.reporting.folder.output_folder import OutputFolder
from kzindustry.reporting.folder.record import KEPT, Built, Record
from kzindustry.reporting.runs.collection import Collection
from kzindustry.reporting.runs.plan import Run


@dataclass(frozen=True)
class Freshness:
    """The inputs of a collection as they are now."""

    collection: Collection
    _own: dict[str, dict[str, str]] = field(default_factory=dict, repr=False)
    _shared: dict[str, list[str]] = field(default_factory=dict, repr=False)

    @cached_property
    def inputs(self) -> dict[str, str]:
        """What all reports depend on, by name."""
        return shared_inputs(self.collection)

    @cached_property
    def shared(self) -> str:
        """One digest of all of it."""
        return digest(repr(self.inputs).encode())

    def own(self, notebook: str) -> dict[str, str]:
        """Give what the reports of one notebook depend on besides, by name; nothing if it is gone."""
        if notebook not in self._own:
            there = notebook in self.collection.notebooks
            self._own[notebook] = own_inputs(self.collection, notebook) if there else {}
        return self._own[notebook]

    def note(self, notebooks: Iterable[str]) -> str:
        """Read all inputs now: what changes while runs are made from them must not pass for what they saw."""
        for notebook in notebooks:
            self.own(notebook)
        return self.shared

    def reasons(self, run: Run, record: Record, folder: OutputFolder) -> list[str]:
        """Say why a run's report is not current; nothing if it is."""
        built = record.runs.get(run.name)
        if built is None:
            return ["not built yet"]
        if dict(built.parameters) != dict(run.values):
            return ["its parameters changed"]
        if built.error:
            return ["it failed last time"]
        if built.allowed and not run.allow_errors:
            return ["cells of it ended in an error, which was allowed last time"]
        return self.differences(built, record) + damage(built, record, folder)

    def state(self, run: Run, record: Record, folder: OutputFolder) -> str:
        """Say in a few words whether a run's report is current."""
        if run.name not in record.runs:
            return "not built yet"
        if record.runs[run.name].error:
            return "failed"
        if record.runs[run.name].allowed and not run.allow_errors:
            return "with errors that were allowed"
        count = len(self.reasons(run, record, folder))
        return f"out of date ({count} change{'s' * (count > 1)})" if count else "current"

    def status(self, name: str, record: Record) -> str:
        """Say how a run's report is: "ok", "failed", "stale" where an input changed since, or "erring"."""
        built = record.runs.get(name)
        if built is None:
            return "stale"
        if built.error:
            return "stale" if KEPT in built.error else "failed"
        if self.differences(built, record):
            return "stale"
        return "erring" if built.allowed else "ok"

    def differences(self, built: Built, record: Record) -> list[str]:
        """Name the inputs that changed since a run was built."""
        found = changes(built.own, self.own(built.notebook))
        if built.shared != self.shared:
            if built.shared not in self._shared:  # a thousand runs of one build differ in the same
                self._shared[built.shared] = changes(record.inputs.get(built.shared, {}), self.inputs)
            found += self._shared[built.shared]
        return found


def damage(built: Built, record: Record, folder: OutputFolder) -> list[str]:
    """Name the files of a run that are not as the build wrote them."""
    return [
        f"{name} was {'changed by hand' if (folder.path / name).exists() else 'removed'}"
        for name, written in built.files.items()
        if not intact(folder.path / name, written, record.untouched, name)
    ]
