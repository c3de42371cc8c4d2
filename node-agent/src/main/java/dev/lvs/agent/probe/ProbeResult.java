package dev.lvs.agent.probe;

import java.time.Instant;
import java.util.Optional;

/** The outcome of one probe. */
public sealed interface ProbeResult {

  /**
   * The server works.
   *
   * @param advice the load that the server itself says it can take, where the check asks for it
   * @param certificateEnd until when its certificate is valid, where there is one
   */
  record Passed(Optional<Advice> advice, Optional<Instant> certificateEnd) implements ProbeResult {
    /** A success of which nothing more is known. */
    public static final Passed PLAIN = new Passed(Optional.empty(), Optional.empty());
  }

  /**
   * The server does not work.
   *
   * @param reason in words, what was seen, e.g. {@code HTTP 503, expected 200-299}
   */
  record Failed(String reason) implements ProbeResult {}

  /**
   * The probe could not be made for a reason on this node: it says nothing about the server.
   *
   * @param reason in words, e.g. {@code no file descriptor is left (EMFILE)}
   */
  record Inconclusive(String reason) implements ProbeResult {}
}
