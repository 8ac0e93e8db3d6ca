package dev.qmp.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PainterTest {
    private static final String TEXT = "{\"a\": [1, -2.5e+3, \"x: \\\"y\\\" \\\\\", true, null], \"b\": {}}\n";

    @Test
    void addsColoursAloneToJson() {
        String painted = new Painter(true).json(TEXT);

        assertThat(painted)
                .contains(
                        "\u001B[36m\"a\"\u001B[0m: ",
                        "\u001B[33m-2.5e+3\u001B[0m",
                        "\u001B[32m\"x: \\\"y\\\" \\\\\"\u001B[0m",
                        "\u001B[33mnull\u001B[0m");
        assertThat(painted.replaceAll("\u001B\\[[0-9;]*m", "")).isEqualTo(TEXT);
        assertThat(new Painter(false).json(TEXT)).isEqualTo(TEXT);
    }
}
