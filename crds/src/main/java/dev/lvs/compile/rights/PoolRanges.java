package dev.lvs.compile.rights;

import dev.lvs.api.v1alpha1.AddressPoolSpec;
import dev.lvs.api.v1alpha1.RealServerGrant;
import java.util.List;

/** Ranges of marks and ports in an AddressPool that has passed its rules. */
public final class PoolRanges {
  /** The highest port number. */
  public static final long HIGHEST_PORT = 65535;

  /** The highest firewall mark, which has 32 bits. */
  public static final long HIGHEST_MARK = 0xffff_ffffL;

  private PoolRanges() {}

  /** The marks that a pool grants, reserved ones among them. */
  public static List<NumberRange> marks(AddressPoolSpec spec) {
    return spec.firewallMarks().stream()
        .map(text -> NumberRange.parse(text, HIGHEST_MARK))
        .toList();
  }

  /** The ports of nodes that a grant lists. */
  public static List<NumberRange> nodePorts(RealServerGrant grant) {
    return grant.nodePorts().stream().map(text -> NumberRange.parse(text, HIGHEST_PORT)).toList();
  }
}
