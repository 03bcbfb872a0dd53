"""Changes of files are told once for each time that they come to rest."""

import asyncio

from kzindustry.reporting.preview.file_changes import changes

SOON_S, LATER_S = 5, 0.4


def test_each_change_is_told_once(tmp_path):
    path, other = tmp_path / "a.txt", tmp_path / "b.txt"
    path.write_text("1", encoding="utf-8")

    async def story():
        told = changes(lambda: [path, other])
        for change in (
            lambda: path.write_text("22", encoding="utf-8"),
            lambda: other.write_text("new", encoding="utf-8"),
            path.unlink,
        ):
            waiting = asyncio.ensure_future(anext(told))
            await asyncio.sleep(LATER_S)
            assert not waiting.done()
            change()
            await asyncio.wait_for(waiting, SOON_S)

    asyncio.run(story())


def test_a_file_that_is_being_written_is_told_when_it_is_whole(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("", encoding="utf-8")

    async def write():
        with path.open("w", encoding="utf-8") as file:
            for _ in range(30):
                file.write("x" * 100)
                file.flush()
                await asyncio.sleep(0.005)

    async def story():
        told = changes(lambda: [path])
        waiting = asyncio.ensure_future(anext(told))
        await asyncio.sleep(0)
        writing = asyncio.ensure_future(write())
        await asyncio.wait_for(waiting, SOON_S)
        assert writing.done()
        assert path.stat().st_size == 3000

    asyncio.run(story())
