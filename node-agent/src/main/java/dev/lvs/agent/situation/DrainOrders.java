package dev.lvs.agent.situation;

import java.util.List;

/** The orders to drain real servers on this node that are in force. */
public record DrainOrders(List<DrainOrder> all) {
  /** Nobody ordered anything. */
  public static final DrainOrders NONE = new DrainOrders(List.of());

  public DrainOrders {
    all = List.copyOf(all);
  }
}
