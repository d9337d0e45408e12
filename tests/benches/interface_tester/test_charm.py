"""The test of a charm by upstream's tester; the benchmark fills in what is in braces."""

import pytest
from charm import TrustStore
from interface_tester import InterfaceTester
from scenario import State


@pytest.fixture
def tester(tmp_path) -> InterfaceTester:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/ca-certificates.conf").touch()
    tester = InterfaceTester(repo="{INTERFACES}")
    tester.configure(
        charm_type=TrustStore,
        interface_name="certificate_transfer",
        interface_version=1,
        state_template=State(leader=True, config={"root": str(tmp_path)}),
    )
    return tester


def test_certificate_transfer(tester: InterfaceTester):
    tester.run()
