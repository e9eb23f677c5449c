"""The interpreter ends whatever is under way, and nobody notices."""
import pathlib
import subprocess
import sys
import unittest

from company import AtWeCom, come_back, wecom_hangs


class Ending(AtWeCom):
    maxDiff = None  # what an interpreter says at its end
    def end(self, *mode):
        script = pathlib.Path(__file__).with_name("ending.py")
        done = subprocess.run([sys.executable, *mode, script, self.token, "50"], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, universal_newlines=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))

    def test_a_hundred_interpreters_end_well_with_a_login_in_flight(self):
        self.token = come_back(self.wecom).token.decode()
        with wecom_hangs():
            self.end()
            self.end("-X", "dev")


if __name__ == "__main__":
    unittest.main()
