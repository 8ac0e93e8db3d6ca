package dev.qmp.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Property
    void everyValueIsInItsBucket(@ForAll @LongRange(min = 0) long value) {
        int index = Histogram.index(value);
        assertThat(Histogram.lower(index)).isLessThanOrEqualTo(value);
        long upper = Histogram.lower(index + 1);
        assertThat(upper < 0 || value < upper).as("%s < %s", value, upper).isTrue();
        assertThat(upper - Histogram.lower(index)).isLessThanOrEqualTo(Math.max(1, value / 31));
    }

    @Test
    void knowsPercentiles() {
        Histogram histogram = new Histogram();
        for (int i = 1; i <= 1000; i++) {
            histogram.add(i * 1000L);
        }
        assertThat(histogram.total()).isEqualTo(1000);
        assertThat(histogram.min()).isEqualTo(1000);
        assertThat(histogram.max()).isEqualTo(1_000_000);
        assertThat(histogram.mean()).isEqualTo(500_500);
        assertThat(histogram.percentile(0.5)).isCloseTo(500_000, withinPercentage(2));
        assertThat(histogram.percentile(0.99)).isCloseTo(990_000, withinPercentage(2));
        assertThat(histogram.percentile(1)).isCloseTo(1_000_000, withinPercentage(2));
        assertThat(histogram.between(0, Long.MAX_VALUE)).isEqualTo(1000);
    }

    @Test
    void isNothingWithoutTimes() {
        Histogram histogram = new Histogram();
        assertThat(histogram.percentile(0.5)).isZero();
        assertThat(histogram.min()).isZero();
        assertThat(Chart.of(histogram)).isEmpty();
    }

    @Test
    void drawsEveryTime() {
        Histogram histogram = new Histogram();
        for (int i = 0; i < 990; i++) {
            histogram.add(50_000 + i);
        }
        histogram.add(9_000_000);
        String chart = Chart.of(histogram);
        long drawn = chart.lines()
                .map(line -> line.replaceAll(".* ", ""))
                .filter(count -> count.matches("\\d+"))
                .mapToLong(Long::parseLong)
                .sum();
        assertThat(drawn).as(chart).isEqualTo(991);
    }

    @Test
    void showsHowFarItIs() {
        assertThat(Progress.bar("x", 0.5)).isEqualTo("[####################--------------------] 50 %  x");
        assertThat(Progress.bar("x", 2)).startsWith("[########################################] 100 %");
    }

    @Test
    void printsTimesWithFittingUnits() {
        assertThat(Chart.time(9_999)).isEqualTo("   9999 ns");
        assertThat(Chart.time(12_345)).isEqualTo("   12.3 us");
        assertThat(Chart.time(12_345_678)).isEqualTo("   12.3 ms");
        assertThat(Chart.time(12_345_678_900L)).isEqualTo("   12.3 s ");
    }
}
