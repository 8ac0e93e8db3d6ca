package dev.qmp.monitor.spi;

import dev.qmp.json.JsonValues;
import jakarta.json.JsonObject;
import java.lang.module.ModuleDescriptor;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version that a host reports in its greeting and by {@code query-version}.
 *
 * @param major major number
 * @param minor minor number
 * @param micro micro number; 50 and above mean a development version
 * @param packageName who built it; empty for none
 */
public record VersionInfo(int major, int minor, int micro, String packageName) {
    /** The package that this project reports. */
    static final String PROJECT = "qmp-java " + projectVersion();

    /**
     * Refuses negative numbers.
     *
     * @param major major number
     * @param minor minor number
     * @param micro micro number; 50 and above mean a development version
     * @param packageName who built it; empty for none
     */
    public VersionInfo {
        if (major < 0 || minor < 0 || micro < 0) {
            throw new IllegalArgumentException(
                    "a version has no negative numbers: " + major + "." + minor + "." + micro);
        }
    }

    /**
     * Parses {@code MAJOR.MINOR.MICRO[:PACKAGE]}.
     *
     * @param text the text
     * @return the version
     * @throws IllegalArgumentException if the text has another form
     */
    public static VersionInfo parse(String text) {
        Matcher matcher = Pattern.compile("(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(?::(.*))?", Pattern.DOTALL)
                .matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form MAJOR.MINOR.MICRO[:PACKAGE]");
        }
        return new VersionInfo(
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? PROJECT : matcher.group(4));
    }

    /**
     * Returns the version as {@code query-version} does.
     *
     * @return {@code {"qemu": {"micro": …, "minor": …, "major": …}, "package": …}}
     */
    public JsonObject toJson() {
        return JsonValues.object()
                .add(
                        "qemu",
                        JsonValues.object()
                                .add("micro", micro)
                                .add("minor", minor)
                                .add("major", major)
                                .build())
                .add("package", packageName)
                .build();
    }

    private static String projectVersion() {
        return Optional.ofNullable(VersionInfo.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unversioned");
    }
}
