"""What must hold between figures, as formulas over their ids, and the verdicts."""

from kzindustry.evidence.relations.evaluation import Checked, check_relations, load_relations

__all__ = ["Checked", "check_relations", "load_relations"]
