package dev.lvs.agent.report;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.Change.DaemonChange;
import dev.lvs.agent.model.Change.DestinationChange;
import dev.lvs.agent.model.Change.RouteChange;
import dev.lvs.agent.model.Change.ServiceChange;
import dev.lvs.agent.model.Change.SysctlChange;
import dev.lvs.agent.model.Change.TableChange;
import dev.lvs.agent.model.Change.TimeoutChange;
import dev.lvs.agent.model.Change.TunnelChange;
import dev.lvs.agent.model.Change.VipChange;
import dev.lvs.agent.model.PacketRules;
import dev.lvs.ipvs.DestinationKey;
import dev.lvs.ipvs.ServiceKey;
import java.time.Duration;

/**
 * Something in the kernel that another program keeps undoing.
 *
 * @param over what it is about, by its identity
 * @param change by which it was put right last
 * @param times how often it was put right, in a row
 * @param pause how long it is left before it is put right again
 */
public record Fight(Object over, Change change, int times, Duration pause) {
  /** Repairs of the same in a row after which it is a fight. */
  public static final int MANY = 5;

  /** The cause where a change has to wait because of a fight. */
  public static final String CAUSE = "Fight";

  /** One destination of a virtual server. */
  private record Destination(ServiceKey service, DestinationKey key) {}

  /** What a change is about: another change of the same may be what undoes it. */
  public static Object over(Change change) {
    return switch (change) {
      case ServiceChange server -> server.service();
      case DestinationChange one -> new Destination(one.service(), one.destination());
      case RouteChange route -> route.host();
      case TableChange _ -> PacketRules.TABLE;
      case VipChange address -> address.vip();
      case TunnelChange tunnel -> tunnel.end();
      case SysctlChange sysctl -> sysctl.path();
      case TimeoutChange one -> one.timeout();
      case DaemonChange running -> running.daemon().state();
    };
  }

  /** What it means and what to do, in words that change seldom however long it goes on. */
  public String message() {
    return "Another program undid this at least "
        + rounded()
        + " times; it is put right only every "
        + pause.toSeconds()
        + " s from now on, so that the two do not chase each other, and is missing in between."
        + " Find that program ("
        + suspects()
        + ") and end it, or leave this to it alone. A minute after its last word all is as before.";
  }

  /** About {@link #times}, in powers of two so that it changes seldom. */
  int rounded() {
    return MANY * Math.max(1, Integer.highestOneBit(times / MANY));
  }

  private String suspects() {
    return switch (change) {
      case ServiceChange _, DestinationChange _, TimeoutChange _, DaemonChange _ ->
          "keepalived, ldirectord, kube-proxy, a script with ipvsadm";
      case RouteChange _ -> "NetworkManager, systemd-networkd, a routing daemon";
      case TableChange _ -> "a firewall that flushes the whole ruleset";
      case VipChange _ -> "NetworkManager, systemd-networkd, keepalived, a script with ip addr";
      case TunnelChange _ -> "NetworkManager, systemd-networkd, a script with ip link";
      case SysctlChange _ -> "a CNI, tuned, a script with sysctl";
    };
  }
}
