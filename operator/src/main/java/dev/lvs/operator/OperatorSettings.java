package dev.lvs.operator;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of the operator, from environment variables.
 *
 * @param leaseNamespace where the Lease for leader election is; without one this process leads
 * @param identity names this process in Events and in the Lease; its pod's name
 * @param listening interval between two polls of the agents' Leases; an agent whose Lease is not
 *     renewed for four of them is silent
 * @param healthPort TCP port of {@code /healthz} and {@code /readyz}; without one there is none, 0
 *     takes a free one
 */
public record OperatorSettings(
    Optional<String> leaseNamespace,
    String identity,
    Duration listening,
    Optional<Integer> healthPort) {
  /** As often as agents tell that they are alive. */
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** One that looks as often as agents tell that they are alive. */
  public OperatorSettings(
      Optional<String> leaseNamespace, String identity, Optional<Integer> healthPort) {
    this(leaseNamespace, identity, EVERY, healthPort);
  }

  /** Leads without an election and answers on no port. */
  public static final OperatorSettings ALONE =
      new OperatorSettings(Optional.empty(), "lvs-operator", Optional.empty());

  /**
   * Reads {@code LVS_LEASE_NAMESPACE}, {@code POD_NAME} and {@code LVS_HEALTH_PORT}.
   *
   * @throws IllegalArgumentException with a sentence for the user
   */
  public static OperatorSettings read(Map<String, String> environment) {
    return new OperatorSettings(
        text(environment, "LVS_LEASE_NAMESPACE"),
        text(environment, "POD_NAME")
            .or(() -> text(environment, "HOSTNAME"))
            .orElse(ALONE.identity()),
        text(environment, "LVS_HEALTH_PORT").map(OperatorSettings::port));
  }

  private static Optional<String> text(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= 65535) {
        return port;
      }
    } catch (NumberFormatException notANumber) {
      // said below
    }
    throw new IllegalArgumentException(
        "LVS_HEALTH_PORT is '%s'; it must be a port from 0 to 65535.".formatted(text));
  }
}
