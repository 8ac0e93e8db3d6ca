package dev.qmp.qapi.internal.java;

import java.util.Set;
import java.util.TreeMap;

/**
 * What all files of one generation share, and where they go.
 *
 * <p>Thread: confined to one generation.
 *
 * @param options what the user wants
 * @param selection what is generated
 * @param names its Java names
 * @param docs its documentation
 * @param components makes components
 * @param header the first line of each file
 * @param files the files made so far: text by simple name of the class
 */
record FileContext(
        JavaOptions options,
        Selection selection,
        JavaNames names,
        Docs docs,
        Components components,
        String header,
        TreeMap<String, String> files) {

    /** Begins a file that nests classes of the given names. */
    JavaWriter begin(Set<String> nested) {
        return new JavaWriter(
                header, options.packageName(), new Imports(options.packageName(), names.topLevel(), nested));
    }

    /** Returns the types as a file writes them. */
    JavaTypes types(JavaWriter out) {
        return new JavaTypes(out.imports(), names);
    }

    /** Takes a finished file. */
    void end(String name, JavaWriter out) {
        files.put(name, out.toFile());
    }
}
