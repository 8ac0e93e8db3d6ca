package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.json.JsonText;
import dev.qmp.json.JsonValues;
import dev.qmp.qapi.arguments.ArgumentReader;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.page.Page;
import dev.qmp.qapi.internal.manual.page.Pages;
import dev.qmp.qapi.internal.manual.render.Scope;
import dev.qmp.qapi.internal.manual.render.TextRenderer;
import dev.qmp.qapi.internal.manual.rst.Block;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.xml.sax.helpers.DefaultHandler;

/** Whatever the documentation says, the manual is well-formed, and its links lead somewhere. */
class ManualPropertiesTest {
    private static final Catalog CATALOG =
            Catalog.of(SchemaCompiler.create().compile(SchemaSource.text("s.json", "{ 'command': 'stop' }")), null);

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> markup = Arbitraries.of(
                "\n",
                "\n\n",
                "  ",
                "    ",
                "- ",
                "* ",
                "1. ",
                "#. ",
                "(a) ",
                ":f: ",
                ".. note:: ",
                ".. x",
                "::\n\n  ",
                ".. qmp-example::\n",
                "   :title: ",
                "-> { \"a\": 'b', 1, ...",
                "<- ",
                "=== ==\n",
                "+--+--+\n",
                "| a | ",
                "====\n",
                "***\n",
                "`",
                "``",
                "`stop`",
                ":qapi:cmd:`",
                "*",
                "**",
                "@",
                "@stop",
                "<",
                ">",
                "&",
                "\"",
                "'",
                "\\",
                "http://x/?a=b&c",
                "`a <",
                ">`_",
                "_",
                "\t",
                "\u0000",
                "\u001b",
                "\uD83D",
                "\uDE00",
                "\uFFFE",
                "]]>",
                "<!--",
                "</p>",
                "<script>",
                "\u00a0",
                "\u0085");
        return Arbitraries.oneOf(markup, markup, Arbitraries.strings().ofMaxLength(6))
                .list()
                .ofMaxSize(40)
                .map(pieces -> String.join("", pieces));
    }

    @Property(tries = 2000)
    void anyTextIsWellFormed(@ForAll("texts") String text) {
        Html html = new Html();
        html.open("div");
        TextRenderer renderer = new TextRenderer(html, Scope.of(CATALOG));
        renderer.blocks(RstParser.parse(text));
        renderer.blocks(RstParser.parseDocument(text));
        html.close();

        ManualFolder.parse(html.toString(), new DefaultHandler());
    }

    @Property(tries = 300)
    void noWordIsLost(@ForAll("texts") String before) {
        // Text after a blank line at the margin is always a paragraph, whatever came before.
        Html html = new Html();
        new TextRenderer(html, Scope.of(CATALOG)).blocks(RstParser.parse(before + "\n\nfinally\n"));

        assertThat(html.toString()).contains("finally");
    }

    @Provide
    Arbitrary<String> awkward() {
        return Arbitraries.strings()
                .withChars(" '\"\\$`!*?[]{}()<>|&;~#=.,:-\n\t\u00e9\u20ac")
                .withCharRange('0', 'f')
                .ofMaxLength(12);
    }

    /** Whatever the arguments, a shell and the reader of arguments make of the command line what the example sends. */
    @Property(tries = 60)
    void everyCommandLineSendsTheExample(
            @ForAll("awkward") String text, @ForAll("awkward") String key, @ForAll boolean nested) throws Exception {
        Schema schema = SchemaCompiler.create()
                .compile(SchemaSource.text(
                        "s.json",
                        "{ 'command': 'c', 'data': { 's': 'str', '*o': 'Oo', '*l': [ 'str' ], '*a': 'any' } }"
                                + "{ 'struct': 'Oo', 'data': { '*n': 'int', '*a': 'any' } }"));
        JsonObjectBuilder arguments = JsonValues.object().add("s", text);
        if (nested) {
            arguments
                    .add("o", JsonValues.object().add("n", -7).add("a", text))
                    .add("l", JsonValues.array().add(text));
        }
        JsonObject sent = arguments.add("a", JsonValues.object().add(key, text)).build();
        Html html = new Html();
        html.open("div");
        new TextRenderer(html, Scope.of(Catalog.of(schema, null)))
                .blocks(List.of(new Block.Literal(
                        "",
                        "-> "
                                + JsonValues.object()
                                        .add("execute", "c")
                                        .add("arguments", sent)
                                        .build())));
        String code = html.toString().replaceAll("(?s).*<pre><code>|</code>.*", "");
        String line = code.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&");

        assertThat(line).startsWith("qmp exec /run/vm.sock c ");
        List<String> words = shell(line);
        Command command = schema.command("c").orElseThrow();
        JsonObject read = words.get(0).equals("--args")
                ? JsonText.parse(words.get(1)).asJsonObject()
                : ArgumentReader.of(schema).read(command, words);
        assertThat(read).isEqualTo(sent);
    }

    /** Returns the words after the command, as a shell splits the line. */
    private static List<String> shell(String line) throws Exception {
        Process sh = new ProcessBuilder(
                        "sh", "-c", "qmp() { shift 3; for word; do printf '%s\\0' \"$word\"; done; }\n" + line)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String words = new String(sh.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sh.waitFor()).isZero();
        return List.of(words.split("\0"));
    }

    @Property(tries = 60)
    void theManualOfAnySchemaIsSound(@ForAll Random random) throws IOException {
        String text = RandomSchema.text(random);
        Schema schema = SchemaCompiler.create().compile(SchemaSource.text("s.json", text));
        Path dir = Files.createTempDirectory("manual");
        try {
            List<Page> pages = Pages.of(Catalog.of(schema, null));
            for (Page page : pages) {
                Files.writeString(dir.resolve(page.file()), page.text());
            }
            Files.writeString(dir.resolve("manual.css"), "");
            Files.writeString(dir.resolve("manual.js"), "");

            assertThat(ManualFolder.read(dir).faults()).as(text).isEmpty();
            assertThat(Pages.of(Catalog.of(schema, null))).isEqualTo(pages);
        } finally {
            try (Stream<Path> files = Files.list(dir)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(dir);
        }
    }
}
