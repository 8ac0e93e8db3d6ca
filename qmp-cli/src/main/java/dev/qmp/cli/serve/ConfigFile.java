package dev.qmp.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.qmp.cli.serve.ServeOptions.DeviceOption;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.cli.usage.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file of {@code -readconfig}: sections that are options of the command line.
 *
 * <p>Thread: confined to one thread.
 */
final class ConfigFile {
    private static final int LARGEST = 1 << 20;
    private static final Pattern HEADER = Pattern.compile("\\[([^\\s\\]]+)(?:\\s+\"([^\"]+)\")?\\s*].*");
    private static final Pattern ITEM = Pattern.compile("\\s*([^\\s=,]+)\\s+=\\s*\"([^\"]*)\".*");

    /**
     * A section.
     *
     * @param group the option that it stands for, without a dash
     * @param argument the option's argument
     * @param place the file and the section's last line, for messages
     */
    record Section(String group, String argument, String place) {
        DeviceOption option() {
            return new DeviceOption("-" + group, argument, place);
        }
    }

    private final String name;
    private final List<Section> sections = new ArrayList<>();
    private @Nullable String group;
    private final List<String> items = new ArrayList<>();
    private int lastLine;

    private ConfigFile(String name) {
        this.name = name;
    }

    /**
     * Reads a file.
     *
     * @param option the option that names it
     * @return its sections in order
     * @throws StartException naming the file and the line that is not understood, or why it cannot be read
     */
    static List<Section> read(DeviceOption option) {
        ConfigFile file = new ConfigFile(option.argument());
        int line = 0;
        for (String text : text(option).lines().toList()) {
            line++;
            file.take(text, line);
        }
        file.end();
        return file.sections;
    }

    private static String text(DeviceOption option) {
        try (InputStream in = Files.newInputStream(OptionReader.path(option.argument()))) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new StartException(option, "larger than 1 MiB");
            }
            return new String(bytes, UTF_8);
        } catch (IOException e) {
            throw new StartException(option, "Could not open '" + option.argument() + "': " + IoErrors.reason(e));
        } catch (UsageException e) {
            throw new StartException(option, String.valueOf(e.getMessage()));
        }
    }

    private void take(String text, int line) {
        if (text.isBlank() || text.stripLeading().startsWith("#")) {
            return;
        }
        Matcher header = HEADER.matcher(text);
        if (header.matches()) {
            end();
            group = header.group(1);
            if (header.group(2) != null) {
                add("id", header.group(2));
            }
        } else if (group == null) {
            throw fault(line, "no group defined");
        } else {
            Matcher item = ITEM.matcher(text);
            if (!item.matches()) {
                throw fault(line, "parse error, neither [GROUP], [GROUP \"ID\"] nor KEY = \"VALUE\"");
            }
            add(item.group(1), item.group(2));
        }
        lastLine = line;
    }

    private void add(String key, String value) {
        items.add(key + "=" + value.replace(",", ",,"));
    }

    private void end() {
        if (group != null) {
            sections.add(new Section(group, String.join(",", items), name + ":" + lastLine));
        }
        items.clear();
    }

    private StartException fault(int line, String what) {
        return new StartException(name + ":" + line, what);
    }
}
