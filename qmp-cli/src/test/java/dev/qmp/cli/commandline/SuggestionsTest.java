package dev.qmp.cli.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    @ParameterizedTest
    @CsvSource({
        "serv, serve",
        "srevE, serve",
        "evnets, events",
        "exce, exec",
        "jsn, json",
        "x, ",
        "frobnicate, ",
        "'', ",
    })
    void findsTheNearestName(String wrong, String meant) {
        assertThat(Suggestions.nearest(wrong, List.of("serve", "exec", "events", "json", "schema")))
                .isEqualTo(meant);
    }

    @Test
    void quotesWhatIsWrongAndAsks() {
        assertThat(Suggestions.named("serv", List.of("serve"))).isEqualTo("'serv'; did you mean 'serve'?");
        assertThat(Suggestions.named("zzz", List.of("serve"))).isEqualTo("'zzz'");
    }

    @Test
    void countsChangesAndSwaps() {
        assertThat(Suggestions.distance("", "abc")).isEqualTo(3);
        assertThat(Suggestions.distance("abc", "abc")).isZero();
        assertThat(Suggestions.distance("abc", "acb")).isEqualTo(1);
        assertThat(Suggestions.distance("kitten", "sitting")).isEqualTo(3);
    }
}
