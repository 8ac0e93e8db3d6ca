package dev.qmp.cli;

import java.lang.module.ModuleDescriptor;
import java.util.Optional;

/** The versions of the project and of the Java that runs it. */
final class Versions {
    private Versions() {}

    /** Returns one line such as {@code qmp 1.2.3 (Java 17.0.15, Linux amd64)}. */
    static String line() {
        String project = Optional.ofNullable(Versions.class.getModule().getDescriptor())
                .flatMap(ModuleDescriptor::rawVersion)
                .orElse("unversioned");
        return "qmp " + project + " (Java " + Runtime.version().feature() + "."
                + Runtime.version().interim() + "."
                + Runtime.version().update() + ", " + System.getProperty("os.name") + " "
                + System.getProperty("os.arch") + ")";
    }
}
