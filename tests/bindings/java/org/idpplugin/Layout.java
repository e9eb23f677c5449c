package org.idpplugin;

import com.sun.jna.Structure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Compares the structs of the binding with plugin_api/abi/layout.txt: every size, and the offset of every field. */
public final class Layout {
    private Layout() {}

    public static void check(Path golden) throws Exception {
        Map<String, Map<String, Integer>> structs = new HashMap<>();
        for (var line : Files.readAllLines(golden)) {
            var words = line.split(" ");
            if (words[0].startsWith("idp_"))
                structs.computeIfAbsent(words[0], name -> new HashMap<>()).put(words[1], Integer.valueOf(words[2]));
        }
        if (!Files.readAllLines(golden).contains("constant IDP_PLUGIN_V1_MINOR_0 " + Abi.PLUGIN_V1_MINOR_0))
            throw new AssertionError("IDP_PLUGIN_V1_MINOR_0");
        int compared = 0;
        for (var each : Abi.class.getDeclaredClasses()) {
            var fields = each.getAnnotation(Structure.FieldOrder.class);
            if (fields == null) continue;
            compare(each.asSubclass(Structure.class), fields.value(), structs);
            ++compared;
        }
        if (compared < 17) throw new AssertionError("only " + compared + " structs were compared");
    }

    private static void compare(Class<? extends Structure> type, String[] fields, Map<String, Map<String, Integer>> structs)
            throws Exception {
        var name = "idp" + type.getSimpleName().replaceAll("([A-Z])", "_$1").toLowerCase();
        var struct = instance(type);
        var expected = structs.get(name);
        if (struct.size() != expected.get("sizeof") || fields.length != expected.size() - 1)
            throw new AssertionError(name + ": has " + struct.size() + " bytes, " + fields.length + " fields");
        var offset = Structure.class.getDeclaredMethod("fieldOffset", String.class);
        offset.setAccessible(true);
        for (var field : fields) {
            if (!offset.invoke(struct, field).equals(expected.get(field))) throw new AssertionError(name + " " + field);
        }
    }

    private static Structure instance(Class<? extends Structure> type) throws Exception {
        var made = type.getDeclaredConstructors()[0];
        made.setAccessible(true);
        if (made.getParameterCount() == 0) return (Structure) made.newInstance();
        return (Structure) made.newInstance(new com.sun.jna.Memory(4096) {{ clear(); }});
    }
}
