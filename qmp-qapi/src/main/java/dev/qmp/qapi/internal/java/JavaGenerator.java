package dev.qmp.qapi.internal.java;

import dev.qmp.qapi.AlternateType;
import dev.qmp.qapi.Command;
import dev.qmp.qapi.EnumType;
import dev.qmp.qapi.Event;
import dev.qmp.qapi.Schema;
import dev.qmp.qapi.SchemaModule;
import dev.qmp.qapi.StructType;
import dev.qmp.qapi.Type;
import dev.qmp.qapi.UnionType;
import dev.qmp.qapi.spi.SchemaGenerator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes Java classes: the types of a schema, and what a server and a client need to use them. Options: {@code package};
 * {@code side} ({@code types}, {@code server}, {@code client} or {@code both}; {@code server} if absent); {@code prefix}, with which the
 * names of the classes begin that stand for the whole schema (the name of the schema's file if absent); {@code resource}, where the
 * provider finds the schema at run time (the file's name, in the package, if absent); {@code modules}, the files, separated by commas,
 * whose definitions to generate (all if absent), with the types that they use.
 *
 * <p>Thread: immutable.
 */
public final class JavaGenerator implements SchemaGenerator {
    /** Makes the generator. */
    public JavaGenerator() {}

    @Override
    public String name() {
        return "java";
    }

    @Override
    public void generate(Schema schema, Map<String, String> options, Path outputDir) throws IOException {
        JavaOptions chosen = JavaOptions.of(options, rootFile(schema));
        for (String module : chosen.modules()) {
            if (schema.modules().stream().noneMatch(known -> known.name().equals(module))) {
                throw new IllegalArgumentException("the schema has no file '" + module + "'");
            }
        }
        Selection selection = new Selection(schema, chosen.modules());
        JavaNames names = new JavaNames(schema, selection, chosen.prefix());
        Docs docs = new Docs(schema, selection, names);
        FileContext context = new FileContext(
                chosen,
                selection,
                names,
                docs,
                new Components(selection, docs),
                GeneratedFiles.MARK + " from " + chosen.file() + "; do not edit.",
                new TreeMap<>());
        types(context);
        commandsAndEvents(context);
        GeneratedFiles.write(
                context.files(), outputDir.resolve(chosen.packageName().replace('.', '/')));
    }

    private static void types(FileContext context) {
        for (Type type : context.selection().types()) {
            if (type instanceof EnumType enumeration) {
                EnumFile.write(context, enumeration);
            } else if (type instanceof StructType struct) {
                StructFile.write(context, struct);
            } else if (type instanceof UnionType union) {
                UnionFile.write(context, union);
            } else if (type instanceof AlternateType alternate) {
                AlternateFile.write(context, alternate);
            }
        }
    }

    private static void commandsAndEvents(FileContext context) {
        for (Command command : context.selection().commands()) {
            if (context.names().hasType(command)) {
                StructFile.writeArguments(context, command);
            }
        }
        for (Event event : context.selection().events()) {
            EventFile.write(context, event);
        }
        boolean hasEvents = !context.selection().events().isEmpty();
        if (hasEvents) {
            EventFile.writeInterface(context);
        }
        if (context.options().side().hasServer()) {
            CommandsFile.write(context);
            ProviderFile.write(context);
            if (hasEvents) {
                EmitterFile.write(context);
            }
        }
        if (context.options().side().hasClient()) {
            ClientFile.write(context, false);
            ClientFile.write(context, true);
            if (hasEvents) {
                ListenerFile.write(context);
            }
        }
    }

    /** Returns the name of the root's file, without its folder. */
    private static String rootFile(Schema schema) {
        List<SchemaModule> modules = schema.modules();
        String root = modules.size() > 1 ? modules.get(1).name() : "schema.json";
        return root.substring(root.lastIndexOf('/') + 1);
    }
}
