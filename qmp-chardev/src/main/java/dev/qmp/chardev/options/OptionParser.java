package dev.qmp.chardev.options;

import dev.qmp.chardev.ChardevException;
import dev.qmp.chardev.options.OptionString.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The grammar of {@link OptionString}.
 *
 * <p>Thread: stateless.
 */
final class OptionParser {
    private OptionParser() {}

    /** Reads options of something that already has its id; an id among them is ignored. */
    static OptionString parse(String text, @Nullable String id, OptionTable table, Consumer<String> warn) {
        List<Item> items = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        Consumer<String> both = warning -> {
            warnings.add(warning);
            warn.accept(warning);
        };
        boolean help = false;
        for (Scanner scan = new Scanner(text); scan.more(); ) {
            boolean first = scan.atStart();
            String key = scan.keyBeforeEquals();
            Item item;
            if (key != null) {
                item = new Item(key, scan.value());
            } else if (first && table.impliedKey() != null) {
                item = new Item(table.impliedKey(), scan.value());
            } else {
                String flag = scan.flag();
                if (flag.equals("help") || flag.equals("?")) {
                    help = true;
                    continue;
                }
                item = flagItem(flag);
                both.accept("short-form boolean option '" + flag + "' deprecated\nPlease use " + longForm(item)
                        + " instead");
            }
            if (!item.key().equals("id")) {
                check(item, table, both);
                items.add(item);
            }
        }
        return new OptionString(id, items, warnings, help);
    }

    /** The first id, or null if there is none; without regard to an implied key. */
    static @Nullable String firstId(String text) {
        for (Scanner scan = new Scanner(text); scan.more(); ) {
            String key = scan.keyBeforeEquals();
            String value = key == null ? scan.flag() : scan.value();
            if ("id".equals(key)) {
                return value;
            }
        }
        return null;
    }

    private static void check(Item item, OptionTable table, Consumer<String> warn) {
        OptionTable.Type type = table.type(item.key());
        if (type == null) {
            throw new ChardevException("Invalid parameter '" + item.key() + "'");
        }
        OptionValues.check(type, item.key(), item.value(), warn);
    }

    /** The item as it should have been written: {@code delay} is known by its opposite. */
    private static String longForm(Item item) {
        return item.key().equals("delay")
                ? "nodelay=" + (item.value().equals("on") ? "off" : "on")
                : item.key() + "=" + item.value();
    }

    private static Item flagItem(String flag) {
        return flag.startsWith("no") ? new Item(flag.substring(2), "off") : new Item(flag, "on");
    }

    /** Cuts a text into items. Thread: confined to one call. */
    private static final class Scanner {
        private final String text;
        private int at;

        Scanner(String text) {
            this.text = text;
        }

        boolean more() {
            return at < text.length();
        }

        boolean atStart() {
            return at == 0;
        }

        /** The key if the next item has one; continues after its equals sign. */
        @Nullable
        String keyBeforeEquals() {
            for (int i = at; i < text.length() && text.charAt(i) != ','; i++) {
                if (text.charAt(i) == '=') {
                    String key = text.substring(at, i);
                    at = i + 1;
                    return key;
                }
            }
            return null;
        }

        String value() {
            StringBuilder value = new StringBuilder();
            while (at < text.length()) {
                char c = text.charAt(at++);
                if (c == ',') {
                    if (at >= text.length() || text.charAt(at) != ',') {
                        break;
                    }
                    at++;
                }
                value.append(c);
            }
            return value.toString();
        }

        String flag() {
            int comma = text.indexOf(',', at);
            int end = comma < 0 ? text.length() : comma;
            String flag = text.substring(at, end);
            at = Math.min(text.length(), end + 1);
            return flag;
        }
    }
}
