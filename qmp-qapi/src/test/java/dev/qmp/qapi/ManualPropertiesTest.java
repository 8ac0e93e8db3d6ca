package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.ManualFolder;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.page.Page;
import dev.qmp.qapi.internal.manual.page.Pages;
import dev.qmp.qapi.internal.manual.render.Scope;
import dev.qmp.qapi.internal.manual.render.TextRenderer;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.io.IOException;
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
