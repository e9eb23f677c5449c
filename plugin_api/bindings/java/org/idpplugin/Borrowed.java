// SPDX-License-Identifier: Apache-2.0
package org.idpplugin;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** C memory that a provider borrows for one call. */
final class Borrowed implements AutoCloseable {
    private static final int STR_SIZE = 16;

    private final List<Memory> blocks = new ArrayList<>();

    void lend(Abi.Str to, byte[] value) {
        to.ptr = value.length == 0 ? null : block(value);
        to.len = value.length;
    }

    void lend(Abi.Str to, String value) {
        lend(to, value.getBytes(StandardCharsets.UTF_8));
    }

    void lend(Abi.List to, List<byte[]> values) {
        if (values.isEmpty()) return;
        var items = new Memory((long) STR_SIZE * values.size());
        blocks.add(items);
        for (int i = 0; i < values.size(); ++i) {
            var value = values.get(i);
            items.setPointer((long) i * STR_SIZE, value.length == 0 ? null : block(value));
            items.setLong((long) i * STR_SIZE + 8, value.length);
        }
        to.items = items;
        to.count = values.size();
        to.stride = STR_SIZE;
    }

    /** A text as an argument of its own. */
    Abi.Str text(String value) {
        var out = new Abi.Str();
        lend(out, value);
        return out;
    }

    @Override
    public void close() {
        blocks.forEach(Memory::close);
    }

    private Memory block(byte[] value) {
        var out = new Memory(value.length);
        out.write(0, value, 0, value.length);
        blocks.add(out);
        return out;
    }

    static byte[] bytes(Abi.Str from) {
        return from.ptr == null ? new byte[0] : from.ptr.getByteArray(0, Math.toIntExact(from.len));
    }

    static String text(Abi.Str from) {
        return new String(bytes(from), StandardCharsets.UTF_8);
    }

    /** A copy of the idp_str at that address. */
    static byte[] bytesAt(Pointer str) {
        var start = str.getPointer(0);
        return start == null ? new byte[0] : start.getByteArray(0, Math.toIntExact(str.getLong(8)));
    }
}
