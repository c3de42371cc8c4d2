package dev.lvs.api.v1alpha1;

import dev.lvs.ipvs.table.DestinationRows;
import dev.lvs.net.IpAddress;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Takes planned destinations apart for the compact table. */
final class PlannedRows
    implements DestinationRows.Form<PlannedDestination, PlannedRows.Settings, ResourceName> {
  private static final PlannedRows FORM = new PlannedRows();

  private PlannedRows() {}

  /** The settings of a destination, which are the same for most of a service. */
  record Settings(
      ForwardingMode method,
      int weight,
      @Nullable Thresholds thresholds,
      @Nullable Tunnel tunnel) {}

  /** These destinations in their order, for good. */
  static List<PlannedDestination> copyOf(List<PlannedDestination> destinations) {
    return DestinationRows.copyOf(FORM, destinations);
  }

  /**
   * The methods of destinations, none of which is created for it.
   *
   * @param destinations what {@link #copyOf} gave
   */
  static Set<ForwardingMode> methods(List<PlannedDestination> destinations) {
    Set<ForwardingMode> methods = EnumSet.noneOf(ForwardingMode.class);
    DestinationRows.forEachCommon(FORM, destinations, settings -> methods.add(settings.method()));
    return methods;
  }

  @Override
  public IpAddress address(PlannedDestination row) {
    return row.address();
  }

  @Override
  public int port(PlannedDestination row) {
    return row.port();
  }

  @Override
  public Settings common(PlannedDestination row) {
    return new Settings(row.method(), row.weight(), row.thresholds(), row.tunnel());
  }

  @Override
  public @Nullable ResourceName own(PlannedDestination row) {
    return row.source();
  }

  @Override
  public PlannedDestination row(
      IpAddress address, int port, Settings settings, @Nullable ResourceName source) {
    return new PlannedDestination(
        address,
        port,
        settings.method(),
        settings.weight(),
        settings.thresholds(),
        settings.tunnel(),
        source);
  }
}
