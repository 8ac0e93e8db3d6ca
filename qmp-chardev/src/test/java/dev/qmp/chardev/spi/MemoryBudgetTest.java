package dev.qmp.chardev.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.qmp.chardev.spi.MemoryBudget.Account;
import dev.qmp.chardev.spi.MemoryBudget.Part;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
    private static final long KIB = 1 << 10;

    private static final List<Part> PARTS = List.of(Part.FIXED, Part.INPUT, Part.REQUESTS, Part.OUTPUT);

    private final MemoryBudget budget = new MemoryBudget(100 * KIB);
    private final List<String> refused = new ArrayList<>();

    private Account open(String name) {
        return budget.open(name, 0, (bytes, limit) -> refused.add(name + " " + bytes));
    }

    @Test
    void theLargestIsRefusedWhoeverExceedsTheLimit() {
        Account large = open("large");
        Account small = open("small");
        large.set(Part.INPUT, 60 * KIB);
        small.set(Part.OUTPUT, 30 * KIB);
        assertThat(refused).isEmpty();
        small.set(Part.OUTPUT, 45 * KIB);
        assertThat(refused).containsExactly("large " + 60 * KIB);
        assertThat(large.isClosed()).isTrue();
        assertThat(small.isClosed()).isFalse();
        assertThat(budget.used()).isEqualTo(45 * KIB);
        large.set(Part.INPUT, 90 * KIB);
        assertThat(budget.used()).as("a closed account counts nothing").isEqualTo(45 * KIB);
    }

    @Test
    void asManyAreRefusedAsItTakes() {
        for (int i = 0; i < 9; i++) {
            open("a" + i).set(Part.INPUT, (10 + i / 4) * KIB);
        }
        open("b").set(Part.REQUESTS, 19 * KIB);
        assertThat(refused).containsExactly("b " + 19 * KIB);
        refused.clear();
        open("c").set(Part.FIXED, 11 * KIB);
        open("d").set(Part.FIXED, 11 * KIB);
        assertThat(refused).hasSize(2).allMatch(line -> line.endsWith(" " + 12 * KIB) || line.endsWith(" " + 11 * KIB));
        assertThat(budget.used()).isLessThanOrEqualTo(budget.limit());
        assertThat(budget.refusals()).isEqualTo(3);
    }

    @Test
    void smallChangesAreNotCountedAndDoNotAddUp() {
        Account account = open("a");
        for (int i = 1; i < 1000; i++) {
            account.set(Part.REQUESTS, 100);
            account.set(Part.REQUESTS, 0);
        }
        assertThat(budget.used()).isZero();
        account.set(Part.REQUESTS, 5000);
        account.set(Part.REQUESTS, 2000);
        assertThat(budget.used()).isEqualTo(5000);
        account.set(Part.REQUESTS, 0);
        assertThat(budget.used()).isZero();
    }

    @Property(tries = 300)
    void whatIsUsedIsTheSumOfTheAccountsAndNeverMoreThanTheLimit(
            @ForAll @Size(max = 60) List<@IntRange(max = 40_000) Integer> sizes) {
        List<Account> accounts = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            if (i % 3 == 0) {
                accounts.add(open("p" + i));
            }
            accounts.get(i / 5 % accounts.size()).set(PARTS.get(i % 4), sizes.get(i));
            if (i % 7 == 6) {
                accounts.get(0).close();
            }
            long sum = budget.largest(100).stream()
                    .mapToLong(MemoryBudget.Share::total)
                    .sum();
            assertThat(budget.used()).isEqualTo(sum).isLessThanOrEqualTo(budget.limit());
        }
        accounts.forEach(Account::close);
        assertThat(budget.used()).isZero();
    }
}
