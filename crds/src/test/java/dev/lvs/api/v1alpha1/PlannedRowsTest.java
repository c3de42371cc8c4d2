package dev.lvs.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lvs.ipvs.TunnelChecksum;
import dev.lvs.ipvs.TunnelType;
import dev.lvs.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlannedRowsTest {
  private static final String OWNER = "VirtualService shop/web";

  private static final List<PlannedDestination> DIFFERENT =
      List.of(
          destination("192.0.2.1", 80, ForwardingMode.NAT, 1, null, OWNER),
          destination("192.0.2.2", 8080, ForwardingMode.DR, 1000, new Thresholds(9, 5), null),
          destination("2001:db8::1", 80, ForwardingMode.TUN, 0, null, "RealServer shop/a"));

  private static final List<PlannedDestination> ALIKE =
      List.of(
          destination("192.0.2.1", 80, ForwardingMode.NAT, 1, null, OWNER),
          destination("192.0.2.2", 80, ForwardingMode.NAT, 1, null, OWNER));

  @Test
  void holdsWhatItWasMadeOf() {
    for (List<PlannedDestination> rows : List.of(DIFFERENT, ALIKE, ALIKE.subList(0, 1))) {
      List<PlannedDestination> copy = PlannedRows.copyOf(rows);

      assertThat(copy).isEqualTo(rows).hasSameHashCodeAs(rows).containsExactlyElementsOf(rows);
      assertThat(rows).isEqualTo(copy);
      assertThat(copy).isEqualTo(PlannedRows.copyOf(List.copyOf(rows)));
    }
  }

  @Test
  void isAnotherWhereAnythingDiffers() {
    List<PlannedDestination> copy = PlannedRows.copyOf(ALIKE);
    PlannedDestination last = destination("192.0.2.2", 80, ForwardingMode.NAT, 2, null, OWNER);

    assertThat(copy)
        .isNotEqualTo(PlannedRows.copyOf(List.of(ALIKE.getFirst(), last)))
        .isNotEqualTo(PlannedRows.copyOf(ALIKE.subList(0, 1)))
        .isNotEqualTo(PlannedRows.copyOf(ALIKE.reversed()))
        .isNotEqualTo(DIFFERENT);
  }

  @Test
  void tellsByWhichMethodsItsDestinationsAreReached() {
    assertThat(methods(DIFFERENT))
        .containsExactlyInAnyOrder(ForwardingMode.NAT, ForwardingMode.DR, ForwardingMode.TUN);
    assertThat(methods(ALIKE)).containsExactly(ForwardingMode.NAT);
    assertThat(methods(List.of())).isEmpty();
  }

  @Test
  void isItsOwnCopyAndNeverChanges() {
    List<PlannedDestination> source = new ArrayList<>(ALIKE);
    List<PlannedDestination> copy = PlannedRows.copyOf(source);

    source.clear();

    assertThat(PlannedRows.copyOf(copy)).isSameAs(copy);
    assertThat(copy).isEqualTo(ALIKE);
    assertThatThrownBy(copy::removeFirst).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> copy.get(2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void holdsAddressesOfEitherFamilyAndOfBoth() {
    List<PlannedDestination> six =
        List.of(
            destination("2001:db8::1", 80, ForwardingMode.NAT, 1, null, OWNER),
            destination("2001:db8::ffff:ffff:ffff:ffff", 80, ForwardingMode.NAT, 1, null, OWNER));

    assertThat(made(six)).isEqualTo(six).isNotEqualTo(made(six.reversed()));
    assertThat(made(ALIKE).get(1).address()).hasToString("192.0.2.2");
    assertThat(made(DIFFERENT)).extracting(PlannedDestination::address).hasSize(3);
  }

  private static List<PlannedDestination> made(List<PlannedDestination> rows) {
    return PlannedRows.copyOf(rows);
  }

  private static Set<ForwardingMode> methods(List<PlannedDestination> rows) {
    return PlannedRows.methods(PlannedRows.copyOf(rows));
  }

  private static PlannedDestination destination(
      String address,
      int port,
      ForwardingMode method,
      int weight,
      @Nullable Thresholds thresholds,
      @Nullable String source) {
    Tunnel tunnel =
        method == ForwardingMode.TUN ? new Tunnel(TunnelType.GUE, 6080, TunnelChecksum.NONE) : null;
    return new PlannedDestination(
        IpAddress.parse(address),
        port,
        method,
        weight,
        thresholds,
        tunnel,
        source == null ? null : ResourceName.parse(source));
  }
}
