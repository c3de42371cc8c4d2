package dev.lvs.agent.probe;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.lvs.agent.probe.Dialogue.Step;
import dev.lvs.net.IpAddress;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Plays a server to a dialogue, with the bytes in pieces of any size. */
public final class Talk {
  public static final Target TARGET = Target.of(IpAddress.parse("192.0.2.21"), 8080);

  private final Dialogue dialogue;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private Optional<ProbeResult> result = Optional.empty();

  private Talk(Dialogue dialogue) {
    this.dialogue = dialogue;
    follow(dialogue.connected());
  }

  public static Talk with(Checker checker) {
    return new Talk(checker.begin(TARGET));
  }

  public Talk says(String text) {
    return says(text.getBytes(ISO_8859_1), Integer.MAX_VALUE);
  }

  /** Sends bytes in pieces, until the probe is over. */
  public Talk says(byte[] bytes, int piece) {
    for (int from = 0; from < bytes.length && result.isEmpty(); from += piece) {
      int length = Math.min(piece, bytes.length - from);
      follow(dialogue.received(ByteBuffer.wrap(bytes, from, length).slice()));
      if (piece == Integer.MAX_VALUE) {
        break;
      }
    }
    return this;
  }

  public Talk ends() {
    if (result.isEmpty()) {
      follow(dialogue.ended());
    }
    return this;
  }

  public String sent() {
    return sent.toString(ISO_8859_1);
  }

  /** The reason of a failure, {@code passed}, {@code waiting} or {@code inconclusive: ...}. */
  public String outcome() {
    return result
        .map(
            over ->
                switch (over) {
                  case ProbeResult.Passed _ -> "passed";
                  case ProbeResult.Failed(var reason) -> reason;
                  case ProbeResult.Inconclusive(var reason) -> "inconclusive: " + reason;
                })
        .orElse("waiting");
  }

  public ProbeResult result() {
    return result.orElseThrow();
  }

  private void follow(Step step) {
    switch (step) {
      case Step.Send(var bytes) -> sent.writeBytes(bytes.toArray());
      case Step.Done(var over) -> result = Optional.of(over);
    }
  }
}
