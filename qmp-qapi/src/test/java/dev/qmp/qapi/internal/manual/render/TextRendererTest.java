package dev.qmp.qapi.internal.manual.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.qapi.SchemaSource;
import dev.qmp.qapi.compiler.SchemaCompiler;
import dev.qmp.qapi.internal.manual.catalog.Catalog;
import dev.qmp.qapi.internal.manual.html.Html;
import dev.qmp.qapi.internal.manual.rst.RstParser;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextRendererTest {
    private static final Catalog CATALOG = Catalog.of(
            SchemaCompiler.create()
                    .compile(SchemaSource.text(
                            "dir/run.json",
                            "{ 'command': 'stop', 'data': { 'now': 'bool' } } { 'event': 'STOP' }"
                                    + "{ 'enum': 'State', 'data': [ 'on' ] } { 'struct': 'Info', 'data': { } }"
                                    + "{ 'struct': '__com.example_Info', 'data': { } }")),
            null);

    private static String render(String text) {
        Html html = new Html();
        Scope scope = new Scope(CATALOG, CATALOG.find("stop"), Set.of("now"));
        new TextRenderer(html, scope).blocks(RstParser.parse(text));
        return html.toString();
    }

    @Test
    void rendersParagraphsAndMarkup() {
        assertThat(render("*a* **b** ``c < d`` https://x.example/ <&>"))
                .isEqualTo("<p><em>a</em> <strong>b</strong> <code>c &lt; d</code>"
                        + " <a href=\"https://x.example/\">https://x.example/</a> &lt;&amp;&gt;</p>\n");
    }

    @Test
    void rendersLists() {
        assertThat(render("- a\n- b\n\n  c\n")).isEqualTo("<ul>\n<li>a</li>\n<li><p>b</p>\n<p>c</p>\n</li>\n</ul>\n");
        assertThat(render("3. a\n4. b")).isEqualTo("<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
        assertThat(render("a) x\nb) y")).startsWith("<ol type=\"a\">");
        assertThat(render("t\n  d")).isEqualTo("<dl class=\"terms\">\n<dt>t</dt>\n<dd>d</dd>\n</dl>\n");
        assertThat(render(":f: d")).isEqualTo("<dl class=\"terms\">\n<dt>f</dt>\n<dd>d</dd>\n</dl>\n");
    }

    @Test
    void rendersBlocks() {
        assertThat(render("x::\n\n  a\n   b")).isEqualTo("<p>x:</p>\n<pre><code>a\n b</code></pre>\n");
        assertThat(render("x\n\n  y")).isEqualTo("<p>x</p>\n<blockquote>\n<p>y</p>\n</blockquote>\n");
        assertThat(render("| a\n| b")).isEqualTo("<p>a<br/>b</p>\n");
        assertThat(render("a\n\n----\n\nb")).isEqualTo("<p>a</p>\n<hr/>\n<p>b</p>\n");
    }

    @Test
    void rendersRemarks() {
        assertThat(render(".. note:: x"))
                .isEqualTo("<div class=\"note\" role=\"note\">\n<p class=\"note-title\">Note</p>\n<p>x</p>\n</div>\n");
        assertThat(render(".. warning:: x")).contains("class=\"note warning\"", ">Warning<");
        assertThat(render(".. admonition:: Mind *this*\n\n   x")).contains(">Mind *this*<", "<p>x</p>");
    }

    @Test
    void rendersTables() {
        assertThat(render("= =\na b\n= =\n1 2\n= =")).isEqualTo("""
                <div class="wide"><table>
                <thead>
                <tr><th scope="col">a</th><th scope="col">b</th></tr>
                </thead>
                <tbody>
                <tr><td>1</td><td>2</td></tr>
                </tbody>
                </table></div>
                """);
    }

    @Test
    void rendersExchanges() {
        assertThat(render("""
                .. qmp-example::
                   :title: A *title*

                     -> { "execute": "stop", 'n': -1.5e3 }
                     <- { "event": "STOP", "a": [true, null, ...], "o": { ... more ... } }
                """)).isEqualTo("""
                <figure class="example">
                <figcaption>Example: A <em>title</em></figcaption>
                <pre class="wire"><code><span class="out" title="client">-&gt;</span> { \
                <span class="key">&quot;execute&quot;</span>: \
                <a class="str" href="module-run.html#stop">&quot;stop&quot;</a>, \
                <span class="key">'n'</span>: -<span class="num">1.5e3</span> }
                <span class="in" title="server">&lt;-</span> { <span class="key">&quot;event&quot;</span>: \
                <a class="str" href="module-run.html#STOP">&quot;STOP&quot;</a>, \
                <span class="key">&quot;a&quot;</span>: [<span class="lit">true</span>, <span class="lit">null</span>, \
                <span class="gap">...</span>], <span class="key">&quot;o&quot;</span>: { \
                <span class="gap">... more ...</span> } }</code></pre>
                <details class="exec"><summary>With qmp exec</summary>\
                <pre><code>qmp exec /run/vm.sock stop</code></pre></details>
                </figure>
                """);
    }

    @ParameterizedTest
    @CsvSource({
        "`stop`, <a href=\"module-run.html#stop\"><code>stop</code></a>",
        "`QMP:run.stop`, <a href=\"module-run.html#stop\"><code>QMP:run.stop</code></a>",
        "`~QMP:run.stop`, <a href=\"module-run.html#stop\"><code>stop</code></a>",
        "`other.stop`, <code>other.stop</code>",
        "`[~run.Info]`, <a href=\"module-run.html#Info\"><code>[Info]</code></a>",
        "`Info?`, <a href=\"module-run.html#Info\"><code>Info?</code></a>",
        "`__com.example_Info`, <a href=\"module-run.html#__com.example_Info\"><code>__com.example_Info</code></a>",
        "`run`, <a href=\"module-run.html\"><code>run</code></a>",
        "`nothing`, <code>nothing</code>",
        "`halt <stop>`, <a href=\"module-run.html#stop\">halt</a>",
        "`halt <nothing>`, halt",
        ":qapi:cmd:`stop`, <a href=\"module-run.html#stop\"><code>stop</code></a>",
        ":qapi:event:`stop`, <code>stop</code>",
        ":qapi:event:`STOP`, <a href=\"module-run.html#STOP\"><code>STOP</code></a>",
        ":qapi:obj:`Info`, <a href=\"module-run.html#Info\"><code>Info</code></a>",
        ":qapi:type:`State`, <a href=\"module-run.html#State\"><code>State</code></a>",
        ":qapi:enum:`Info`, <code>Info</code>",
        ":qapi:mod:`QMP:run`, <a href=\"module-run.html\"><code>QMP:run</code></a>",
        ":ref:`text <target>`, <cite>text</cite>",
        "`qapi-qmp-index`, <a href=\"all.html\">index</a>",
        "@now, <a href=\"module-run.html#stop.now\"><code>now</code></a>",
        "@Info, <a href=\"module-run.html#Info\"><code>Info</code></a>",
        "@stop, <code>stop</code>",
        "@word, <code>word</code>"
    })
    void resolvesNames(String text, String html) {
        assertThat(render(text)).isEqualTo("<p>" + html + "</p>\n");
    }
}
