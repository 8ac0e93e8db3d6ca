package dev.qmp.cli.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The modules as those who use them get them. */
class PackagingIT {
    private static final List<String> LIBRARIES = List.of("json", "chardev", "qapi", "dispatch", "monitor");

    @TempDir
    Path directory;

    @Test
    void aUserCompilesAgainstTheModulesWithoutTheirAnnotations() throws IOException {
        assertThat(modules()).noneMatch(file -> file.getFileName().toString().startsWith("jspecify"));
        Path descriptor = Files.writeString(
                directory.resolve("module-info.java"), "module org.example.user {\n    requires dev.qmp.monitor;\n}\n");
        Path user = Files.writeString(
                Files.createDirectories(directory.resolve("org/example/user")).resolve("User.java"), """
                package org.example.user;

                import dev.qmp.json.JsonText;
                import dev.qmp.json.JsonValues;
                import dev.qmp.monitor.client.QmpClientOptions;
                import jakarta.json.JsonObject;

                final class User {
                    static String nullable(String text) {
                        JsonObject object = JsonText.parse(text).asJsonObject();
                        return JsonValues.stringOrNull(object, "a") + QmpClientOptions.builder().build();
                    }
                }
                """);
        StringWriter said = new StringWriter();
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        new PrintWriter(said, true),
                        new PrintWriter(said, true),
                        "-Xlint:all",
                        "-Werror",
                        "-p",
                        modules().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
                        "-d",
                        directory.resolve("classes").toString(),
                        descriptor.toString(),
                        user.toString());
        assertThat(status).as(said::toString).isZero();
        assertThat(said.toString()).isEmpty();
    }

    @Test
    void publicSignaturesNameOnlyTypesThatTheirUsersCanName() throws Exception {
        List<String> unknown = new ArrayList<>();
        Set<String> names = LIBRARIES.stream().map(name -> "dev.qmp." + name).collect(Collectors.toSet());
        Configuration configuration = ModuleLayer.boot()
                .configuration()
                .resolve(ModuleFinder.of(modules().toArray(Path[]::new)), ModuleFinder.of(), names);
        ClassLoader classPath = PackagingIT.class.getClassLoader();
        ModuleLayer.Controller controller =
                ModuleLayer.defineModulesWithOneLoader(configuration, List.of(ModuleLayer.boot()), classPath);
        for (Module module : controller.layer().modules()) {
            if (names.contains(module.getName())) {
                controller.addReads(module, classPath.getUnnamedModule()); // where JUnit is, which is optional
                try (var reader = configuration
                        .findModule(module.getName())
                        .orElseThrow()
                        .reference()
                        .open()) {
                    for (String name :
                            reader.list().filter(PackagingIT::isClass).toList()) {
                        check(
                                Class.forName(
                                        module,
                                        name.substring(0, name.length() - 6).replace('/', '.')),
                                unknown);
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.equals("module-info.class");
    }

    private static void check(Class<?> type, List<String> unknown) {
        if (!isOffered(type)) {
            return;
        }
        for (Type implemented : type.getGenericInterfaces()) {
            require(type, implemented, type, unknown);
        }
        for (Executable executable : (Iterable<Executable>) Stream.concat(
                Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))::iterator) {
            if (isOffered(executable, type) && !executable.isSynthetic()) {
                for (Type parameter : executable.getGenericParameterTypes()) {
                    require(type, parameter, executable, unknown);
                }
                for (Type thrown : executable.getGenericExceptionTypes()) {
                    require(type, thrown, executable, unknown);
                }
                if (executable instanceof Method method) {
                    require(type, method.getGenericReturnType(), executable, unknown);
                }
            }
        }
        for (Field field : type.getDeclaredFields()) {
            if (isOffered(field, type)) {
                require(type, field.getGenericType(), field, unknown);
            }
        }
        for (RecordComponent component : type.isRecord() ? type.getRecordComponents() : new RecordComponent[0]) {
            require(type, component.getGenericType(), component, unknown);
        }
    }

    private static boolean isOffered(Member member, Class<?> type) {
        return Modifier.isPublic(member.getModifiers())
                || (Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers()));
    }

    /** Tells whether a type can be named by every other module: a public one in an exported package. */
    private static boolean isOffered(Class<?> type) {
        Class<?> outer = type.getDeclaringClass();
        return (type.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0
                && !type.isAnonymousClass()
                && !type.isLocalClass()
                && type.getModule().isExported(type.getPackageName())
                && (outer == null || isOffered(outer));
    }

    private static void require(Class<?> user, Type used, Object place, List<String> unknown) {
        if (used instanceof Class<?> type) {
            Class<?> element = type;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            if (!element.isPrimitive() && !(isOffered(element) && isImplied(user.getModule(), element.getModule()))) {
                unknown.add(element.getName() + " in " + place);
            }
        } else if (used instanceof ParameterizedType type) {
            require(user, type.getRawType(), place, unknown);
            for (Type argument : type.getActualTypeArguments()) {
                require(user, argument, place, unknown);
            }
        } else if (used instanceof GenericArrayType type) {
            require(user, type.getGenericComponentType(), place, unknown);
        } else if (used instanceof WildcardType type) {
            Stream.of(type.getUpperBounds(), type.getLowerBounds())
                    .flatMap(Arrays::stream)
                    .forEach(bound -> require(user, bound, place, unknown));
        }
    }

    /** Tells whether who requires one module reads the other, too. */
    private static boolean isImplied(Module module, Module other) {
        if (module.equals(other) || !other.isNamed() || other.getName().equals("java.base")) {
            return true;
        }
        return module.getDescriptor().requires().stream()
                .filter(requires -> requires.modifiers().contains(ModuleDescriptor.Requires.Modifier.TRANSITIVE))
                .anyMatch(requires -> module.getLayer()
                        .findModule(requires.name())
                        .filter(implied -> isImplied(implied, other))
                        .isPresent());
    }

    @ParameterizedTest
    @ValueSource(strings = {"json", "chardev", "qapi", "dispatch", "monitor"})
    void aJarHasTheLicense(String name) throws IOException {
        Path file = modules().stream()
                .filter(module -> module.getFileName().toString().startsWith("qmp-" + name))
                .findFirst()
                .orElseThrow();
        try (JarFile jar = new JarFile(file.toFile());
                InputStream license = jar.getInputStream(jar.getEntry("META-INF/LICENSE"))) {
            assertThat(license).hasSameContentAs(Files.newInputStream(project().resolve("LICENSE")));
        }
        assertThat(QmpImage.directory().resolve("legal/dev.qmp." + name + "/LICENSE"))
                .hasSameBinaryContentAs(project().resolve("LICENSE"));
    }

    @Test
    void theListOfVersionsHasEveryModuleForUsers() throws IOException {
        String list = Files.readString(project().resolve("qmp-json/bom/pom.xml"), UTF_8);
        assertThat(Pattern.compile("<artifactId>qmp-([^<]*)</artifactId>\\s*<version>\\$\\{project.version}</version>")
                        .matcher(list)
                        .results()
                        .map(match -> match.group(1)))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(LIBRARIES.stream(), Stream.of("chardev-junixsocket"))
                        .toList());
        assertThat(list)
                .contains("<artifactId>qmp-bom</artifactId>\n  <version>" + System.getProperty("qmp.version") + "<");
    }

    private static Path project() {
        return QmpImage.directory().resolve("../../..").normalize();
    }

    private static List<Path> modules() throws IOException {
        try (Stream<Path> files = Files.list(QmpImage.directory().resolveSibling("modules"))) {
            return files.toList();
        }
    }
}
