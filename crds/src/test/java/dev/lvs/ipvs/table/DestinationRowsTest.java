package dev.lvs.ipvs.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.ipvs.DestinationKey;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DestinationRowsTest {
  private static final RowForm FORM = new RowForm();

  /** A record with the key of a destination. */
  record Row(DestinationKey key, int common, @Nullable String own) {}

  /** Takes rows apart into address, port, settings in common and the rest. */
  private static final class RowForm implements DestinationRows.Form<Row, Integer, String> {
    @Override
    public IpAddress address(Row row) {
      return row.key().address();
    }

    @Override
    public int port(Row row) {
      return row.key().port();
    }

    @Override
    public Integer common(Row row) {
      return row.common();
    }

    @Override
    public @Nullable String own(Row row) {
      return row.own();
    }

    @Override
    public Row row(IpAddress address, int port, Integer common, @Nullable String own) {
      return new Row(new DestinationKey(address, port), common, own);
    }
  }

  @Property
  void isThePlainListThatItWasMadeOf(@ForAll("rows") List<Row> plain) {
    List<Row> copy = DestinationRows.copyOf(FORM, plain);

    assertThat(copy).isEqualTo(plain).hasSameHashCodeAs(plain);
    assertThat(plain).isEqualTo(copy);
    assertThat(DestinationRows.copyOf(FORM, copy)).isSameAs(copy);
    Set<Integer> common = new HashSet<>();
    DestinationRows.forEachCommon(FORM, copy, common::add);
    assertThat(common).isEqualTo(plain.stream().map(Row::common).collect(Collectors.toSet()));
  }

  @Property
  void isEqualWhereThePlainListsAre(
      @ForAll("rows") List<Row> one, @ForAll("rows") List<Row> other) {
    assertThat(DestinationRows.copyOf(FORM, one).equals(DestinationRows.copyOf(FORM, other)))
        .isEqualTo(one.equals(other));
    assertThat(DestinationRows.copyOf(FORM, one))
        .isEqualTo(DestinationRows.copyOf(FORM, new ArrayList<>(one)));
  }

  @Test
  void neverChanges() {
    Row row = new Row(new DestinationKey(IpAddress.parse("192.0.2.1"), 80), 1, null);
    List<Row> source = new ArrayList<>(List.of(row));
    List<Row> copy = DestinationRows.copyOf(FORM, source);

    source.clear();

    assertThat(copy).containsExactly(row);
    assertThatThrownBy(copy::removeFirst).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Provide
  static Arbitrary<List<Row>> rows() {
    return KeySamples.keys()
        .flatMap(
            keys ->
                Combinators.combine(
                        keys,
                        Arbitraries.of(1, 1, 1, 2),
                        Arbitraries.of("a", "a", "b").injectNull(0.2))
                    .as(Row::new)
                    .list()
                    .ofMaxSize(30));
  }
}
