package dev.lvs.agent.kernel.ipvs;

import dev.lvs.agent.model.ipvs.DestinationSettings;
import dev.lvs.agent.model.ipvs.ForwardingMethod;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Bypass;
import dev.lvs.agent.model.ipvs.ForwardingMethod.DirectRouting;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Local;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Masquerade;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Tunnel;
import dev.lvs.agent.model.ipvs.ForwardingMethod.Unknown;
import dev.lvs.ipvs.TunnelType;

/**
 * Destinations as ipvsadm's options, in the order of {@code ipvsadm -S}, which itself omits the
 * thresholds.
 */
public final class DestinationText {
  private DestinationText() {}

  /** {@code -g -w 1}, with a space before each option. */
  public static String settings(DestinationSettings settings) {
    StringBuilder text = new StringBuilder(option(settings.method()));
    text.append(" -w ").append(settings.weight());
    if (settings.method() instanceof Tunnel tunnel) {
      text.append(tunnel(tunnel));
    }
    if (settings.upperThreshold() != 0) {
      text.append(" -x ").append(settings.upperThreshold());
    }
    if (settings.lowerThreshold() != 0) {
      text.append(" -y ").append(settings.lowerThreshold());
    }
    return text.toString();
  }

  /** The method as lists name it. */
  public static String word(ForwardingMethod method) {
    return switch (method) {
      case Masquerade _ -> "Masq";
      case DirectRouting _ -> "Route";
      case Tunnel _ -> "Tunnel";
      case Local _ -> "Local";
      case Bypass _ -> "Bypass";
      case Unknown unknown -> "Method" + unknown.method();
    };
  }

  /** The encapsulation as {@code --tun-info} shows it. */
  public static String tunnelInfo(ForwardingMethod method) {
    if (!(method instanceof Tunnel tunnel)) {
      return "n/a";
    }
    String checksum =
        switch (tunnel.checksum()) {
          case NONE -> "-c";
          case CSUM -> "+c";
          case REMCSUM -> "r+c";
        };
    return switch (tunnel.type()) {
      case IPIP -> "ipip";
      case GUE -> "gue:" + tunnel.port() + ":" + checksum;
      case GRE -> "gre:" + checksum;
    };
  }

  private static String option(ForwardingMethod method) {
    return switch (method) {
      case Masquerade _ -> " -m";
      case DirectRouting _ -> " -g";
      case Tunnel _ -> " -i";
      // no option says so: a local real server is reached whatever the method
      case Local _ -> " -g";
      case Bypass _ -> " --bypass";
      case Unknown unknown -> " --method-" + unknown.method();
    };
  }

  private static String tunnel(Tunnel tunnel) {
    String type =
        switch (tunnel.type()) {
          case IPIP -> " --tun-type ipip";
          case GUE -> " --tun-type gue --tun-port " + tunnel.port();
          case GRE -> " --tun-type gre";
        };
    if (tunnel.type() == TunnelType.IPIP) {
      return type;
    }
    return type
        + switch (tunnel.checksum()) {
          case NONE -> " --tun-nocsum";
          case CSUM -> " --tun-csum";
          case REMCSUM -> " --tun-remcsum";
        };
  }
}
