package dev.qmp.cli.serve;

import dev.qmp.chardev.ChardevBackend;
import dev.qmp.cli.usage.ErrorLine;
import dev.qmp.cli.usage.UsageException;
import dev.qmp.dispatch.CommandProvider;
import dev.qmp.monitor.MonitorsBuilder;
import java.io.IOException;
import java.lang.module.Configuration;
import java.lang.module.FindException;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.module.ModuleReference;
import java.lang.module.ResolutionException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The option {@code --plugins}: command providers and back ends from the jars of a directory.
 *
 * <p>Each jar gets a module layer of its own, so that one that misses something does not take the others with it. A jar without
 * {@code module-info} is an automatic module; its providers are those under {@code META-INF/services}.
 */
final class Plugins {
    private final String directory;
    private final boolean skipBroken;
    private final List<CommandProvider> providers = new ArrayList<>();
    private final List<ModuleLayer> layers = new ArrayList<>();

    private Plugins(String directory, boolean skipBroken) {
        this.directory = directory;
        this.skipBroken = skipBroken;
    }

    /** Loads the plug-ins that the command line asks for, and adds them to what is being built. */
    static void apply(ServeOptions options, MonitorsBuilder builder) {
        String directory = options.plugins();
        if (directory != null) {
            Plugins plugins = new Plugins(directory, options.skipBrokenPlugins());
            plugins.load();
            plugins.addTo(builder);
        }
    }

    private void load() {
        for (Path jar : jars()) {
            try {
                load(jar);
            } catch (PluginException e) {
                String message = "--plugins " + directory + ": " + jar.getFileName() + ": " + e.getMessage();
                if (!skipBroken) {
                    throw new IllegalStateException(message);
                }
                ErrorLine.print("qmp serve: " + message + "; it is left out");
            }
        }
    }

    private List<Path> jars() {
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        } catch (InvalidPathException | IOException e) {
            throw new UsageException("--plugins " + directory + ": no directory that can be read");
        }
    }

    private void load(Path jar) {
        ModuleLayer layer = layer(jar);
        List<CommandProvider> found = new ArrayList<>();
        boolean devices;
        try {
            for (ServiceLoader.Provider<CommandProvider> provider :
                    ServiceLoader.load(layer, CommandProvider.class).stream().toList()) {
                if (layer.modules().contains(provider.type().getModule())) {
                    found.add(new PluginProvider(jar.getFileName().toString(), provider.get()));
                }
            }
            devices = ServiceLoader.load(layer, ChardevBackend.class).stream()
                    .anyMatch(backend -> layer.modules().contains(backend.type().getModule()));
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new PluginException(PluginException.reason(e));
        }
        if (found.isEmpty() && !devices) {
            throw new PluginException("provides neither commands (" + CommandProvider.class.getName()
                    + ") nor devices (" + ChardevBackend.class.getName() + ")");
        }
        providers.addAll(found);
        if (devices) {
            layers.add(layer);
        }
    }

    private static ModuleLayer layer(Path jar) {
        try {
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
        } catch (FindException | ResolutionException | java.lang.LayerInstantiationException e) {
            throw new PluginException(PluginException.reason(e));
        }
    }

    /**
     * Lets a module read what the modules that it requires pass on. Java 17 should have seen to that, but an archived module
     * graph, as the image has, holds copies of the modifier that it looks for (JDK-8275731).
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

    private void addTo(MonitorsBuilder builder) {
        for (CommandProvider provider : providers) {
            builder.provider(provider);
        }
        for (ModuleLayer layer : layers) {
            builder.devices(registry -> registry.backendsOf(layer));
        }
    }
}
