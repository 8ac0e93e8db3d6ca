package dev.qmp.qapi.internal.manual.rst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.internal.manual.rst.Block.Admonition;
import dev.qmp.qapi.internal.manual.rst.Block.BulletList;
import dev.qmp.qapi.internal.manual.rst.Block.Definition;
import dev.qmp.qapi.internal.manual.rst.Block.DefinitionList;
import dev.qmp.qapi.internal.manual.rst.Block.EnumeratedList;
import dev.qmp.qapi.internal.manual.rst.Block.Example;
import dev.qmp.qapi.internal.manual.rst.Block.Heading;
import dev.qmp.qapi.internal.manual.rst.Block.Lines;
import dev.qmp.qapi.internal.manual.rst.Block.Literal;
import dev.qmp.qapi.internal.manual.rst.Block.Paragraph;
import dev.qmp.qapi.internal.manual.rst.Block.Quote;
import dev.qmp.qapi.internal.manual.rst.Block.Rule;
import dev.qmp.qapi.internal.manual.rst.Block.Table;
import java.util.List;
import org.junit.jupiter.api.Test;

class RstParserTest {
    private static Paragraph p(String text) {
        return new Paragraph(text);
    }

    @Test
    void readsParagraphs() {
        assertThat(RstParser.parse("\n\none\ntwo\n\n\nthree  \n")).containsExactly(p("one\ntwo"), p("three"));
        assertThat(RstParser.parse("")).isEmpty();
    }

    @Test
    void readsBulletsWithParagraphsAndListsInThem() {
        assertThat(RstParser.parse("""
                - one
                  more

                  second
                -  two

                  * inner
                - three
                after"""))
                .containsExactly(
                        new BulletList(List.of(
                                List.of(p("one\nmore"), p("second")),
                                List.of(p("two"), new BulletList(List.of(List.of(p("inner"))))),
                                List.of(p("three")))),
                        p("after"));
    }

    @Test
    void needsABlankLineBeforeAList() {
        assertThat(RstParser.parse("text\n- no item")).containsExactly(p("text\n- no item"));
    }

    @Test
    void readsEnumerations() {
        assertThat(RstParser.parse("1. one\n\n2. two\n   more\n"))
                .containsExactly(new EnumeratedList('1', 1, List.of(List.of(p("one")), List.of(p("two\nmore")))));
        assertThat(RstParser.parse("3) three\n4) four"))
                .containsExactly(new EnumeratedList('1', 3, List.of(List.of(p("three")), List.of(p("four")))));
        assertThat(RstParser.parse("(a) x\n(b) y"))
                .containsExactly(new EnumeratedList('a', 1, List.of(List.of(p("x")), List.of(p("y")))));
        assertThat(RstParser.parse("#. x")).containsExactly(new EnumeratedList('1', 1, List.of(List.of(p("x")))));
    }

    @Test
    void takesALineThatMerelyLooksLikeAnItemAsText() {
        assertThat(RstParser.parse("1990. That was\nthe year.")).containsExactly(p("1990. That was\nthe year."));
        assertThat(RstParser.parse("12345. x")).containsExactly(p("12345. x"));
        assertThat(RstParser.parse("2.1 is newer")).containsExactly(p("2.1 is newer"));
        assertThat(RstParser.parse("I. e. this")).containsExactly(p("I. e. this"));
    }

    @Test
    void readsTermsAndFields() {
        assertThat(RstParser.parse("term\n  meaning\n\nother\n  thing\n\ntext"))
                .containsExactly(
                        new DefinitionList(List.of(
                                new Definition("term", List.of(p("meaning"))),
                                new Definition("other", List.of(p("thing"))))),
                        p("text"));
        assertThat(RstParser.parse(":see also: this\n    and that\n:none:"))
                .containsExactly(new DefinitionList(List.of(
                        new Definition("see also", List.of(p("this\nand that"))), new Definition("none", List.of()))));
        assertThat(RstParser.parse(":ref:`x` is no field")).containsExactly(p(":ref:`x` is no field"));
    }

    @Test
    void readsLiteralBlocks() {
        assertThat(RstParser.parse("Look::\n\n    a *b*\n\n      c\n\nnext"))
                .containsExactly(p("Look:"), new Literal("", "a *b*\n\n  c"), p("next"));
        assertThat(RstParser.parse("Look ::\n  x")).containsExactly(p("Look"), new Literal("", "x"));
        assertThat(RstParser.parse("::\n\n  x")).containsExactly(new Literal("", "x"));
    }

    @Test
    void readsQuotes() {
        assertThat(RstParser.parse("a\n\n  b\n\nc")).containsExactly(p("a"), new Quote(List.of(p("b"))), p("c"));
        assertThat(RstParser.parse("a\n\n  - b")).containsExactly(p("a"), new BulletList(List.of(List.of(p("b")))));
    }

    @Test
    void readsRemarks() {
        assertThat(RstParser.parse(".. note:: text\n   more\n\n   again\n\nout"))
                .containsExactly(new Admonition("note", "Note", List.of(p("text\nmore"), p("again"))), p("out"));
        assertThat(RstParser.parse(".. admonition:: Notes\n\n    1. one"))
                .containsExactly(new Admonition(
                        "note", "Notes", List.of(new EnumeratedList('1', 1, List.of(List.of(p("one")))))));
        assertThat(RstParser.parse(".. caution::\n   hot"))
                .containsExactly(new Admonition("caution", "Caution", List.of(p("hot"))));
    }

    @Test
    void readsExamples() {
        assertThat(RstParser.parse(".. qmp-example::\n   :title: Stop it\n\n     -> { }\n     <- { }\n"))
                .containsExactly(new Example("Stop it", List.of(new Literal("QMP", "-> { }\n<- { }"))));
        assertThat(RstParser.parse(".. qmp-example::\n   :annotated:\n\n   First::\n\n     -> { }\n\n   then."))
                .containsExactly(new Example("", List.of(p("First:"), new Literal("", "-> { }"), p("then."))));
    }

    @Test
    void readsCode() {
        assertThat(RstParser.parse(".. code-block:: json\n\n   { }\n")).containsExactly(new Literal("json", "{ }"));
    }

    @Test
    void showsNoCommentsTargetsOrBookmaking() {
        assertThat(RstParser.parse(".. a comment\n   goes on\n\n.. _target:\n\n.. toctree::\n   x\n\n..\n\ntext"))
                .containsExactly(p("text"));
    }

    @Test
    void keepsTheTextOfDirectivesItDoesNotKnow() {
        assertThat(RstParser.parse(".. strange:: one\n   two")).containsExactly(p("one\ntwo"));
    }

    @Test
    void readsSimpleTables() {
        assertThat(RstParser.parse("""
                .. table:: Title
                   :widths: auto

                   =====  ====
                   a      b
                   =====  ====
                   one    two
                          more
                   three
                   =====  ====

                after"""))
                .containsExactly(
                        new Table(
                                "Title",
                                List.of(List.of("a", "b")),
                                List.of(List.of("one", "two\nmore"), List.of("three", ""))),
                        p("after"));
        assertThat(RstParser.parse("== ==\na  b\n== ==\n"))
                .containsExactly(new Table("", List.of(), List.of(List.of("a", "b"))));
    }

    @Test
    void readsGridTables() {
        assertThat(RstParser.parse("""
                +---+-----+
                | a | b   |
                +===+=====+
                | 1 | two |
                |   | .   |
                +---+-----+
                """))
                .containsExactly(new Table("", List.of(List.of("a", "b")), List.of(List.of("1", "two\n."))));
    }

    @Test
    void readsHeadingsInDocumentsOnly() {
        assertThat(RstParser.parseDocument("***\nTop\n***\n\nNext\n====\n\ntext\n\n== Old\n\nDeep\n____"))
                .containsExactly(
                        new Heading(1, "Top"),
                        new Heading(2, "Next"),
                        p("text"),
                        new Heading(2, "Old"),
                        new Heading(3, "Deep"));
        assertThat(RstParser.parse("= Title")).containsExactly(p("= Title"));
    }

    @Test
    void readsRulesAndLines() {
        assertThat(RstParser.parse("a\n\n-----\n\nb")).containsExactly(p("a"), new Rule(), p("b"));
        assertThat(RstParser.parse("| one\n|\n| two")).containsExactly(new Lines(List.of("one", "", "two")));
    }

    @Test
    void endsNestingSomewhere() {
        assertThat(RstParser.parse("- ".repeat(5000) + "x")).hasSize(1);
    }
}
