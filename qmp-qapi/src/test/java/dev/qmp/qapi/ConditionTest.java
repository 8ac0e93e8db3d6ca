package dev.qmp.qapi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConditionTest {
    private static final Condition A = new Condition.Name("A");
    private static final Condition B = new Condition.Name("B");

    @Test
    void evaluatesEveryForm() {
        Set<String> names = Set.of("A");

        assertThat(A.test(names::contains)).isTrue();
        assertThat(B.test(names::contains)).isFalse();
        assertThat(new Condition.Not(B).test(names::contains)).isTrue();
        assertThat(new Condition.All(List.of(A, B)).test(names::contains)).isFalse();
        assertThat(new Condition.Any(List.of(A, B)).test(names::contains)).isTrue();
        assertThat(new Condition.Any(List.of(B, B)).test(names::contains)).isFalse();
        assertThat(Condition.always().test(name -> false)).isTrue();
    }

    @Test
    void readsLikeTheManual() {
        Condition nested = new Condition.All(List.of(A, new Condition.Any(List.of(B, new Condition.Not(A)))));

        assertThat(nested).hasToString("A and (B or not A)");
        assertThat(new Condition.Not(nested)).hasToString("not (A and (B or not A))");
        assertThat(Condition.always()).hasToString("");
        assertThat(Condition.always().isPresent()).isFalse();
        assertThat(A.isPresent()).isTrue();
    }

    @Test
    void filtersByConfiguration() {
        Condition notA = new Condition.Not(A);

        assertThat(Configuration.all().includes(A)).isTrue();
        assertThat(Configuration.all().includes(notA)).isTrue();
        assertThat(Configuration.none().includes(A)).isFalse();
        assertThat(Configuration.none().includes(notA)).isTrue();
        assertThat(Configuration.of(Set.of("A")).includes(A)).isTrue();
        assertThat(Configuration.of(Set.of("A")).includes(notA)).isFalse();
        assertThat(Configuration.of(Set.of()).isUnfiltered()).isFalse();
    }
}
