package dev.qmp.qapi.internal.manual.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void escapesTextAndAttributes() {
        Html html = new Html();
        html.open("a", "href", "x?a=\"b\"&c", "title", null).text("<b> & \"c\"").close();
        html.empty("br").element("i", "x", "class", "y");

        assertThat(html)
                .hasToString("<a href=\"x?a=&quot;b&quot;&amp;c\">&lt;b&gt; &amp; &quot;c&quot;</a><br/>"
                        + "<i class=\"y\">x</i>");
    }

    @Test
    void replacesWhatNoPageMayHold() {
        assertThat(new Html().text("a\u0000b\ud83dc\udc00d\uffffe\u0085\ttab\n\ud83d\ude00"))
                .hasToString("a\ufffdb\ufffdc\ufffdd\ufffde\ufffd\ttab\n\ud83d\ude00");
    }

    @Test
    void addsFinishedPiecesOnly() {
        Html piece = new Html().open("p");

        assertThatIllegalStateException()
                .isThrownBy(() -> new Html().add(piece))
                .withMessage("not closed: [p]");
        assertThat(new Html().open("div").add(piece.close()).end()).hasToString("<div><p></p></div>\n");
    }
}
