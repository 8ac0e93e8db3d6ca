package dev.qmp.qapi.internal.manual.rst;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.internal.manual.rst.Inline.Emphasis;
import dev.qmp.qapi.internal.manual.rst.Inline.Link;
import dev.qmp.qapi.internal.manual.rst.Inline.Literal;
import dev.qmp.qapi.internal.manual.rst.Inline.Mention;
import dev.qmp.qapi.internal.manual.rst.Inline.Reference;
import dev.qmp.qapi.internal.manual.rst.Inline.Strong;
import dev.qmp.qapi.internal.manual.rst.Inline.Text;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InlineParserTest {
    @Test
    void readsEmphasis() {
        assertThat(InlineParser.parse("an *old* and **very old** ``x *y``."))
                .containsExactly(
                        new Text("an "),
                        new Emphasis("old"),
                        new Text(" and "),
                        new Strong("very old"),
                        new Text(" "),
                        new Literal("x *y"),
                        new Text("."));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2 * 3 * 4",
                "a*b*c",
                "'*'",
                "*",
                "**",
                "* no",
                "*open",
                "``open",
                "`open",
                "``",
                "foo@bar.org",
                "@",
                "@ x",
                ":x",
                "::",
                ":a:b",
                "http://",
                "--option"
            })
    void leavesAloneWhatOnlyLooksLikeMarkup(String text) {
        assertThat(InlineParser.parse(text)).containsExactly(new Text(text));
    }

    @Test
    void readsReferences() {
        assertThat(InlineParser.parse("`stop`, :qapi:cmd:`the stop <QMP:misc.stop>` and (`[~x]`)"))
                .containsExactly(
                        new Reference("", "stop", null),
                        new Text(", "),
                        new Reference("qapi:cmd", "QMP:misc.stop", "the stop"),
                        new Text(" and ("),
                        new Reference("", "[~x]", null),
                        new Text(")"));
        assertThat(InlineParser.parse(":file:`/x` :doc:`Spec </a/b>`"))
                .containsExactly(new Literal("/x"), new Text(" "), new Reference("doc", "/a/b", "Spec"));
    }

    @Test
    void readsMentions() {
        assertThat(InlineParser.parse("@device's and (@node-name-)."))
                .containsExactly(
                        new Mention("device"), new Text("'s and ("), new Mention("node-name"), new Text("-)."));
    }

    @Test
    void readsLinks() {
        assertThat(InlineParser.parse(
                        "see https://a.example/b_c, <http://d.example/> or `e <https://e.example>`__ `f`_"))
                .containsExactly(
                        new Text("see "),
                        new Link("https://a.example/b_c", "https://a.example/b_c"),
                        new Text(", <"),
                        new Link("http://d.example/", "http://d.example/"),
                        new Text("> or "),
                        new Link("https://e.example", "e"),
                        new Text(" "),
                        new Text("f"));
        assertThat(InlineParser.parse("`x <javascript:alert(1)>`_")).containsExactly(new Text("x"));
    }

    @Test
    void readsEscapesAndDashes() {
        assertThat(InlineParser.parse("\\*x\\* re\\ start a -- b")).containsExactly(new Text("*x* restart a \u2013 b"));
    }
}
