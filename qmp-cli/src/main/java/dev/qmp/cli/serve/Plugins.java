package dev.qmp.cli.serve;

import dev.qmp.chardev.spi.ChardevBackend;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.FailedException;
import dev.qmp.cli.usage.IoErrors;
import dev.qmp.cli.usage.OptionReader;
import dev.qmp.dispatch.spi.CommandProvider;
import dev.qmp.dispatch.spi.ProviderException;
import dev.qmp.monitor.Monitors;
import dev.qmp.monitor.MonitorsBuilder;
import dev.qmp.qapi.Diagnostic;
import dev.qmp.qapi.SchemaException;
import dev.qmp.qapi.SourceInfo;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The option {@code --plugins}: command providers and back ends from the jars of a directory.
 *
 * <p>Each jar gets a module layer of its own, so that a broken one does not affect the others. A jar without
 * {@code module-info} is an automatic module; its providers are those under {@code META-INF/services}. A jar whose fault is found only
 * when all commands are combined is identified by its name, which is part of the names of its providers and of its schemas' files.
 *
 * <p>Thread: confined to one thread.
 */
final class Plugins {
    private final String directory;
    private final boolean skipBroken;
    private final List<Plugin> usable = new ArrayList<>();

    private record Plugin(String jar, List<CommandProvider> providers, List<ChardevBackend> backends) {}

    private Plugins(String directory, boolean skipBroken) {
        this.directory = directory;
        this.skipBroken = skipBroken;
    }

    /** Builds the monitors with the plug-ins that the command line names. */
    static Monitors build(ServeOptions options, MonitorsBuilder builder) {
        String directory = options.plugins();
        return directory == null ? builder.build() : new Plugins(directory, options.skipBrokenPlugins()).build(builder);
    }

    private Monitors build(MonitorsBuilder builder) {
        for (Path jar : jars()) {
            try {
                Plugin plugin = load(jar);
                plugin.backends().forEach(backend -> refuseTaken(plugin.jar(), backend));
                usable.add(plugin);
            } catch (PluginException e) {
                refuse(e);
            }
        }
        builder.commands(table -> usable.forEach(plugin -> plugin.providers().forEach(table::provider)));
        builder.devices(registry -> usable.forEach(plugin -> plugin.backends().forEach(registry::backend)));
        while (true) {
            try {
                return builder.build();
            } catch (PluginException e) {
                refuse(e);
            } catch (SchemaException e) {
                refuse(blamed(e, place(e.diagnostics().get(0))));
            } catch (ProviderException e) {
                refuse(blamed(e, String.valueOf(e.getMessage())));
            }
        }
    }

    /** Refuses a back end that would replace another one of the same name or alias. */
    private void refuseTaken(String jar, ChardevBackend backend) {
        Map<String, String> taken = new HashMap<>();
        for (ChardevBackend other : ServiceLoader.load(ChardevBackend.class, ChardevBackend.class.getClassLoader())) {
            other.aliases().forEach(alias -> taken.put(alias, "built in"));
            taken.put(other.name(), "built in");
        }
        for (Plugin plugin : usable) {
            for (ChardevBackend other : plugin.backends()) {
                other.aliases().forEach(alias -> taken.put(alias, "from " + plugin.jar()));
                taken.put(other.name(), "from " + plugin.jar());
            }
        }
        Stream.concat(Stream.of(backend.name()), backend.aliases().stream().sorted())
                .filter(taken::containsKey)
                .findFirst()
                .ifPresent(name -> {
                    throw new PluginException(jar, "the device type '" + name + "' exists already, " + taken.get(name));
                });
    }

    private void refuse(PluginException e) {
        String message = "--plugins " + directory + ": " + e.jar() + ": " + e.getMessage();
        if (!skipBroken) {
            throw new FailedException(message);
        }
        usable.removeIf(plugin -> plugin.jar().equals(e.jar()));
        ErrorLine.print("qmp serve: " + message + "; it is skipped");
    }

    /** Attributes a fault to the jar that its text names first; rethrows it if it names none. */
    private PluginException blamed(RuntimeException fault, String text) {
        String culprit = null;
        int first = text.length();
        for (Plugin plugin : usable) {
            Matcher named = Pattern.compile("\\b" + Pattern.quote(plugin.jar()) + "[/)]")
                    .matcher(text);
            if (named.find() && named.start() < first) {
                first = named.start();
                culprit = plugin.jar();
            }
        }
        if (culprit == null) {
            throw fault;
        }
        return new PluginException(culprit, text.replaceAll("\\s*\\R\\s*", " "));
    }

    private static String place(Diagnostic fault) {
        Diagnostic previous = fault.previous();
        return (fault.source().equals(SourceInfo.NONE) ? "" : fault.source() + ": ")
                + (fault.definition().isEmpty() ? "" : fault.definition() + ": ")
                + fault.message()
                + (previous == null ? "" : ", at " + previous.source());
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(OptionReader.path(directory))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new FailedException("--plugins " + directory + ": " + IoErrors.reason(e));
        }
    }

    private static Plugin load(Path file) {
        String jar = file.getFileName().toString();
        return PluginException.call(jar, "", () -> {
            ModuleLayer layer = layer(file);
            List<CommandProvider> providers = new ArrayList<>();
            for (CommandProvider provider : ofLayer(layer, ServiceLoader.load(layer, CommandProvider.class))) {
                providers.add(new PluginProvider(jar, provider));
            }
            List<ChardevBackend> backends = new ArrayList<>();
            for (ChardevBackend backend : ofLayer(layer, ServiceLoader.load(layer, ChardevBackend.class))) {
                backends.add(new PluginBackend(jar, backend));
            }
            if (providers.isEmpty() && backends.isEmpty()) {
                throw new PluginException(
                        jar,
                        "provides neither commands (" + CommandProvider.class.getName() + ") nor devices ("
                                + ChardevBackend.class.getName() + ")");
            }
            return new Plugin(jar, providers, backends);
        });
    }

    private static <T> List<T> ofLayer(ModuleLayer layer, ServiceLoader<T> loader) {
        List<T> found = new ArrayList<>();
        for (ServiceLoader.Provider<T> provider : loader.stream().toList()) {
            if (layer.modules().contains(provider.type().getModule())) {
                found.add(provider.get());
            }
        }
        return found;
    }

    private static ModuleLayer layer(Path jar) {
        ModuleFinder finder = ModuleFinder.of(jar);
        Set<String> names = finder.findAll().stream()
                .map(ModuleReference::descriptor)
                .map(descriptor -> descriptor.name())
                .collect(Collectors.toSet());
        ModuleLayer boot = ModuleLayer.boot();
        Configuration configuration = boot.configuration().resolve(finder, ModuleFinder.of(), names);
        ModuleLayer.Controller made = ModuleLayer.defineModulesWithOneLoader(
                configuration, List.of(boot), ClassLoader.getSystemClassLoader());
        for (Module module : made.layer().modules()) {
            readTransitively(made, module, module.getDescriptor());
        }
        return made.layer();
    }

    /**
     * Lets a module read what the modules that it requires require transitively. Java 17 should do that, but with an archived module
     * graph, as in the image, it compares the modifier with a copy of itself (JDK-8275731).
     */
    private static void readTransitively(ModuleLayer.Controller made, Module module, ModuleDescriptor descriptor) {
        for (ModuleDescriptor.Requires required : descriptor.requires()) {
            boolean passedOn = required.modifiers().stream()
                    .anyMatch(modifier -> modifier.name().equals(ModuleDescriptor.Requires.Modifier.TRANSITIVE.name()));
            Module target = ModuleLayer.boot().findModule(required.name()).orElse(null);
            if (target != null && (passedOn || descriptor.equals(module.getDescriptor()))) {
                made.addReads(module, target);
                readTransitively(made, module, target.getDescriptor());
            }
        }
    }
}
