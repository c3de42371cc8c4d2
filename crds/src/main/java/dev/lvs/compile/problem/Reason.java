package dev.lvs.compile.problem;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Reason of a problem, as the one word of a condition's reason. */
public enum Reason {
  SPEC_MISSING,
  /** Accepted by the API, but not built yet: {@code Support} in {@code rules} has the list. */
  NOT_YET_SUPPORTED,

  INVALID_ADDRESS,
  INVALID_PORT,
  INVALID_MARK,
  INVALID_SCHEDULER,
  INVALID_PERSISTENCE,
  INVALID_FORWARDING,
  INVALID_REAL_SERVERS,
  INVALID_THRESHOLDS,
  INVALID_WEIGHT,
  INVALID_SELECTOR,
  INVALID_INTERFACE,
  INVALID_HEALTH_CHECK,
  INVALID_QUORUM,
  INVALID_SLOW_START,
  INVALID_MAINTENANCE,
  /** A timeout, a setting of net.ipv4.vs or of connection synchronisation. */
  INVALID_SETTING,
  /** Two groups set the same thing of one node otherwise. */
  SETTING_CONFLICT,
  DUPLICATE_ADDRESS,
  DUPLICATE_PORT,
  /** Two real servers of one service have the same address and port. */
  DUPLICATE_DESTINATION,
  /** More real servers than the scheduler can tell apart, or can well. */
  TOO_MANY_REAL_SERVERS,
  /** A scheduler that hashes sends clients to a real server of weight 0. */
  CLIENTS_REFUSED,
  /** Nothing is remembered by which an answer could be translated back. */
  ANSWERS_LOST,
  /** Packets of one association of SCTP go to several real servers. */
  ASSOCIATIONS_LOST,
  /** The port differs where the forwarding method cannot change it. */
  PORT_MISMATCH,
  ADDRESS_FAMILY_MISMATCH,
  /** Something is said that has no effect. */
  SETTING_UNUSED,
  /** PCC names ports, but serves them all. */
  EVERY_PORT_SERVED,

  DIRECTOR_GROUP_NOT_FOUND,
  DIRECTOR_GROUP_REFUSED,
  NO_DIRECTOR,
  REAL_SERVER_NOT_FOUND,
  REAL_SERVER_REFUSED,
  NO_REAL_SERVERS,
  NODE_NOT_FOUND,
  NODE_WITHOUT_ADDRESS,
  /** A real server follows a node that says nothing of its condition Ready. */
  NODE_READY_UNKNOWN,
  /** A real server is a director of the VIP itself. */
  SERVER_IS_DIRECTOR,
  /** Several directors answer for each VIP. */
  SEVERAL_ANNOUNCE,
  /** A director that gets a connection of another sends it to another real server. */
  CONNECTIONS_CHANGE_SERVERS,
  /** Real servers answer by one director, also while another has the VIPs. */
  ANSWERS_BY_ONE_DIRECTOR,
  /** Nothing keeps a second director from answering for a VIP. */
  NO_FENCE,
  /** Another DirectorGroup has the number of the virtual router. */
  VIRTUAL_ROUTER_IN_USE,

  VIP_NOT_IN_POOL,
  NAMESPACE_NOT_ADMITTED,
  ADDRESS_POOL_NOT_FOUND,
  ADDRESS_POOL_REFUSED,
  /** A pool of VIPs is named for local addresses. */
  WRONG_ADDRESS_POOL,
  /** A pool has fewer local addresses than there are directors that need one each. */
  TOO_FEW_LOCAL_ADDRESSES,
  /** An address of a pool of local addresses is something else already. */
  LOCAL_ADDRESS_IN_USE,
  /** Another VirtualService has the same VIP, protocol and port. */
  VIP_IN_USE,
  /** Directors of another DirectorGroup announce the VIP. */
  VIP_OF_ANOTHER_GROUP,
  /** Another VirtualService has the same firewall mark. */
  FIREWALL_MARK_IN_USE,
  /** No AddressPool lets entries of others be taken over. */
  ADOPTION_NOT_GRANTED,
  /** No AddressPool grants the firewall mark. */
  FIREWALL_MARK_NOT_GRANTED,
  /** An AddressPool lets no traffic go to a real server. */
  REAL_SERVER_NOT_GRANTED,
  /** A real server that is no node has to hold the VIP by itself. */
  SERVER_WITHOUT_NODE,
  /** Clients of some places get no answer. */
  INSIDERS_UNANSWERED,
  /** Clients that are remembered come on to a real server of weight 0. */
  DRAIN_IS_PERSISTENT,
  /** All real servers together do not have the weight of the quorum. */
  QUORUM_OUT_OF_REACH,
  /** One VirtualService comes to more than any may. */
  TOO_MANY_DESTINATIONS,
  /** A namespace comes to more than it may. */
  QUOTA_EXCEEDED,
  /** There are no more firewall marks to give. */
  NO_FIREWALL_MARK,
  /** The VIP is the own address of a node or of a real server. */
  VIP_IS_HOST_ADDRESS;

  /** Those that say which right is lacking, rather than what is wrong with the resource itself. */
  private static final Set<Reason> OF_RIGHTS =
      EnumSet.of(
          DIRECTOR_GROUP_NOT_FOUND,
          NO_DIRECTOR,
          VIP_NOT_IN_POOL,
          NAMESPACE_NOT_ADMITTED,
          ADDRESS_POOL_NOT_FOUND,
          WRONG_ADDRESS_POOL,
          FIREWALL_MARK_NOT_GRANTED);

  /**
   * Returns whether a right is lacking: what a resource asks for without one is counted nowhere and
   * keeps nothing from anybody.
   */
  public boolean isOfRights() {
    return OF_RIGHTS.contains(this);
  }

  /** The reason as Kubernetes spells reasons, e.g. {@code PortMismatch}. */
  public String text() {
    return Arrays.stream(name().split("_", -1))
        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
        .collect(Collectors.joining());
  }
}
