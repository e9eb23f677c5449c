// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An opened provider library. It is never unmapped: there is nothing to close. */
public final class Provider {
    private static final int RTLD_NOW = 2, RTLD_NODELETE = 0x1000;

    final Abi.PluginV1 table;

    private Provider(Abi.PluginV1 table) {
        this.table = table;
    }

    /** Opens an absolute path. Refuses a file that somebody other than root and this process's user could change. */
    public static Provider open(Path file) throws LoadException {
        if (!file.isAbsolute()) throw new LoadException(file + ": not an absolute path");
        var before = trustedIdentity(file);
        NativeLibrary library;
        try {
            library = NativeLibrary.getInstance(file.toString(), Map.of(Library.OPTION_OPEN_FLAGS, RTLD_NOW | RTLD_NODELETE));
        } catch (UnsatisfiedLinkError why) {
            throw new LoadException("cannot be loaded: " + why.getMessage());
        }
        if (!before.equals(trustedIdentity(file))) throw new LoadException(file + ": was replaced while it was loaded");
        try {
            return new Provider(negotiated(file, library.getFunction(Abi.ENTRY).invokePointer(new Object[] {})));
        } catch (UnsatisfiedLinkError why) {
            throw new LoadException(file + ": no " + Abi.ENTRY + ": not a provider of ABI major 1");
        }
    }

    /** A text of the descriptor. */
    public String id() {
        return new Abi.Descriptor(table.descriptor).id.getString(0, "UTF-8");
    }

    /** The JSON Schema of the configuration. */
    public String configSchema() {
        return new Abi.Descriptor(table.descriptor).config_schema.getString(0, "UTF-8");
    }

    /**
     * An instance for one configuration, a JSON object. Without seal keys a provider uses its configuration's secret.
     */
    public Instance create(String instanceId, String configJson, List<byte[]> sealKeys, Host host) throws ProviderException {
        return new Instance(this, instanceId, configJson, sealKeys, host);
    }

    /** idp.config-check/1: what create would refuse. No instance, no network. */
    public List<ConfigIssue> checkConfig(String configJson, String locale) throws ProviderException {
        var found = Function.getFunction(table.get_extension).invokePointer(new Object[] {Abi.CONFIG_CHECK});
        if (found == null) throw ProviderException.of(Status.UNSUPPORTED, "extension", "the provider has no config check");
        var check = Function.getFunction(new Abi.ConfigCheckV1(found).check);
        var out = new Abi.ConfigIssues();
        var err = new Abi.Error();
        try (var lent = new Borrowed()) {
            int status = check.invokeInt(new Object[] {lent.text(configJson), lent.text(locale), out, err});
            ProviderException.throwUnlessOk(status, err);
            var issues = new ArrayList<ConfigIssue>();
            for (int i = 0; i < out.issues.count; ++i) {
                var each = new Abi.ConfigIssue(out.issues.items.share((long) i * out.issues.stride));
                issues.add(new ConfigIssue(Borrowed.text(each.pointer), Borrowed.text(each.code), Borrowed.text(each.text)));
            }
            return issues;
        } finally {
            release(out);
        }
    }

    static void release(Abi.Result out) {
        if (out.owner.release != null)
            Function.getFunction(out.owner.release).invokeVoid(new Object[] {out.owner.getPointer()});
    }

    private static Object trustedIdentity(Path file) throws LoadException {
        try {
            var found = Files.readAttributes(file, BasicFileAttributes.class);
            if (!found.isRegularFile()) throw new LoadException(file + ": not a regular file");
            var owner = (Integer) Files.getAttribute(file, "unix:uid");
            if (owner != 0 && !owner.equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid")))
                throw new LoadException(file + ": owned by somebody else; chown it to root or to the user of this service");
            if (((Integer) Files.getAttribute(file, "unix:mode") & 0022) != 0)
                throw new LoadException(file + ": writable by group or others; chmod go-w it");
            return found.fileKey();
        } catch (NoSuchFileException why) {
            throw new LoadException(file + ": No such file or directory");
        } catch (IOException why) {
            throw new LoadException(file + ": " + why.getMessage());
        }
    }

    private static Abi.PluginV1 negotiated(Path file, Pointer at) throws LoadException {
        var incomplete = new LoadException(file + ": its table is incomplete");
        if (at == null || at.getInt(0) < Abi.PLUGIN_V1_MINOR_0) throw incomplete;
        var table = new Abi.PluginV1(at);
        for (var each : new Pointer[] {table.descriptor, table.create, table.destroy, table.build_authorize_url, table.prepare,
                 table.handle_callback, table.resolve_account, table.cancel, table.get_extension}) {
            if (each == null) throw incomplete;
        }
        if ((table.flags & Abi.FLAGS_CRITICAL) != 0)
            throw new LoadException(file + ": needs a feature this host does not know");
        if (table.min_host_minor > Abi.MINOR)
            throw new LoadException(file + ": needs host ABI 1." + table.min_host_minor + ", this is 1." + Abi.MINOR);
        return table;
    }
}
