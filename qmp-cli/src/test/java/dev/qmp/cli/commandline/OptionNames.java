package dev.qmp.cli.commandline;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The options that a hand-written parser knows, as its class file has them: constants of the form of an option. */
final class OptionNames {
    private static final Pattern OPTION = Pattern.compile("--?[A-Za-z][A-Za-z-]*");

    private OptionNames() {}

    static Set<String> of(String... classes) throws IOException {
        Set<String> found = new TreeSet<>();
        for (String name : classes) {
            try (InputStream in = OptionNames.class.getResourceAsStream("/dev/qmp/cli/" + name + ".class")) {
                read(new DataInputStream(in), found);
            }
        }
        return found;
    }

    private static void read(DataInputStream in, Set<String> found) throws IOException {
        in.skipNBytes(8);
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> {
                    String text = in.readUTF();
                    if (OPTION.matcher(text).matches()) {
                        found.add(text);
                    }
                }
                case 5, 6 -> {
                    in.skipNBytes(8);
                    i++;
                }
                case 7, 8, 16, 19, 20 -> in.skipNBytes(2);
                case 15 -> in.skipNBytes(3);
                default -> in.skipNBytes(4);
            }
        }
    }
}
