package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.ManualGenerator;
import dev.qmp.qapi.introspection.Introspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The manuals of QEMU's own schemas. */
class QemuManualTest {
    @TempDir
    Path dir;

    private ManualFolder generate(Schema schema) throws IOException {
        new ManualGenerator().generate(schema, Map.of(), dir);
        return ManualFolder.read(dir);
    }

    @ParameterizedTest
    @CsvSource({"7.2, WARN, 220, 52, 618", "10.1, STRICT, 241, 56, 706"})
    void showsEveryDefinitionAndEveryLinkLeadsSomewhere(
            String release, DocsMode docs, int commands, int events, int types) throws IOException {
        Schema schema = QemuSchemas.load(release, docs);
        ManualFolder manual = generate(schema);

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.links()).isGreaterThan(10_000);
        Set<String> ids = new HashSet<>();
        manual.pages().forEach(page -> ids.addAll(manual.ids(page)));
        int count = 0;
        for (SchemaEntity entity : schema.entities()) {
            if (!entity.isImplicit()) {
                count++;
                assertThat(ids).contains(entity.name());
            }
            if (entity instanceof Command command && command.argumentType().isImplicit()) {
                for (Member member : command.argumentType().allMembers()) {
                    assertThat(ids).contains(command.name() + '.' + member.name());
                }
            } else if (entity instanceof ObjectType type && !type.isImplicit()) {
                for (Member member : type.members()) {
                    assertThat(ids).contains(type.name() + '.' + member.name());
                }
            } else if (entity instanceof EnumType type && !type.isImplicit()) {
                for (EnumValue value : type.values()) {
                    assertThat(ids).contains(type.name() + '.' + value.name());
                }
            }
        }
        assertThat(count).isEqualTo(commands + events + types);
        assertThat(Files.readString(dir.resolve("index.html")))
                .contains("<strong>" + commands + "</strong> commands")
                .contains("<strong>" + events + "</strong> events")
                .contains("<strong>" + types + "</strong> types");
    }

    @Test
    void readsAllMarkup() throws IOException {
        generate(QemuSchemas.load("10.1", DocsMode.STRICT));

        for (String page : ManualFolder.read(dir).pages()) {
            Path file = dir.resolve(page);
            String visible = Files.readString(file)
                    .replaceAll("(?s)<pre.*?</pre>", "")
                    .replaceAll("(?s)<head>.*?</head>", "")
                    .replaceAll("<[^>]*>", "");
            assertThat(visible).as(file.toString()).doesNotContain("`").doesNotContainPattern("(?m)^ *\\.\\. |::$");
        }
    }

    @Test
    void keepsPagesShortAndDescribesEveryMemberOfEveryBranch() throws IOException {
        Schema schema = QemuSchemas.load("10.1", DocsMode.STRICT);
        ManualFolder manual = generate(schema);

        for (String page : manual.pages()) {
            assertThat(Files.size(dir.resolve(page))).as(page).isLessThan(300_000);
        }
        Set<String> ids = new HashSet<>();
        manual.pages().forEach(page -> ids.addAll(manual.ids(page)));
        int members = 0;
        for (Type type : schema.types()) {
            if (type instanceof UnionType union) {
                for (Variant variant : union.variants()) {
                    for (Member member : variant.type().allMembers()) {
                        assertThat(ids).contains(union.name() + ':' + variant.name() + '.' + member.name());
                        members++;
                    }
                }
            }
        }
        assertThat(members).isGreaterThan(600);
        for (Command command : schema.commands()) {
            for (Member member : command.argumentType().allMembers()) {
                assertThat(ids).contains(command.name() + '.' + member.name());
            }
        }
        assertThat(manual.ids("module-block-core.html")).contains("BlockdevOptions", "blockdev-add", "query-block");
        assertThat(Files.readString(dir.resolve("union-blockdevoptions.html"))).contains("l2-cache-entry-size");
    }

    @Test
    void showsNearlyEveryExampleAsACommandLine() throws IOException {
        generate(QemuSchemas.load("10.1", DocsMode.STRICT));
        int requests = 0;
        int lines = 0;
        for (String page : ManualFolder.read(dir).pages()) {
            String text = Files.readString(dir.resolve(page));
            requests += text.split("title=\"client\"", -1).length - 1;
            lines += text.split("qmp exec /run/vm\\.sock", -1).length - 1;
        }

        assertThat(requests).isGreaterThan(200);
        assertThat(lines).isBetween(requests - 5, requests);
    }

    @Test
    void showsWhatAServerTold() throws IOException {
        Schema schema = Introspection.toSchema(QemuSchemas.json(QemuSchemas.find("7.2", "query-qmp-schema.json")));

        ManualFolder manual = generate(schema);

        assertThat(manual.faults()).isEmpty();
        assertThat(manual.ids("module-introspection.html")).contains("query-status", "STOP");
    }
}
