"""Files that are no providers, and what Python says of them."""
import os
import pathlib
import shutil
import tempfile
import unittest

from company import open_provider

from idp_plugin import LoadError, Provider

BAD = pathlib.Path(os.environ["BAD_PROVIDERS"])


class Loading(unittest.TestCase):
    def refused(self, path, sentence):
        with self.assertRaises(LoadError) as caught:
            Provider.open(path)
        self.assertRegex(str(caught.exception), sentence + "$")

    def test_a_provider_tells_of_itself(self):
        descriptor = open_provider().descriptor
        self.assertEqual((descriptor.id, descriptor.license), ("org.idpplugin.wecom", "Apache-2.0"))
        self.assertIn("qr", descriptor.modes)
        self.assertIn("corpsecret", descriptor.config_schema)

    def test_a_file_that_is_no_provider_is_refused_with_a_sentence(self):
        self.refused("idp_wecom.so", "idp_wecom.so: not an absolute path")
        self.refused("/nowhere.so", "/nowhere.so: No such file or directory")
        self.refused("/dev/null", "/dev/null: not a regular file")
        self.refused(__file__, "cannot be loaded: .*: invalid ELF header")
        self.refused(BAD / "libbad_no_entry.so", "no idp_plugin_entry_v1: not a provider of ABI major 1")
        self.refused(BAD / "libbad_short_table.so", "its table is incomplete")
        self.refused(BAD / "libbad_newer_host.so", "needs host ABI 1.99, this is 1.0")
        self.refused(BAD / "libbad_critical_flag.so", "needs a feature this host does not know")

    def test_a_file_that_others_may_write_is_refused(self):
        with tempfile.TemporaryDirectory() as folder:
            copy = shutil.copy(os.environ["IDP_PLUGIN"], folder)
            os.chmod(copy, 0o664)
            self.refused(copy, "writable by group or others; chmod go-w it")
            os.chmod(copy, 0o644)
            if os.geteuid() == 0:
                os.chown(copy, 65534, 65534)
                self.refused(copy, "owned by somebody else; chown it to root or to the user of this service")


if __name__ == "__main__":
    unittest.main()
