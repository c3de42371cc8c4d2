package dev.lvs.agent.probe.dns;

import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.syscall.IpSockets;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * Checks that a name server answers a question (RFC 1035) without an error.
 *
 * @param name asked for, with or without its last dot
 * @param answer record that has to be among those of the answer, as zone files write it: an
 *     address, a name, a preference and a name; empty takes any answer, one without records too
 */
public record DnsChecker(String name, DnsType type, Optional<String> answer) implements Checker {

  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.UDP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Asking(target, (short) ThreadLocalRandom.current().nextInt());
  }

  private final class Asking implements Dialogue {
    private final Target target;
    private final short id;

    Asking(Target target, short id) {
      this.target = target;
      this.id = id;
    }

    @Override
    public Step connected() {
      return Step.send(DnsMessage.question(id, name, type));
    }

    @Override
    public Step received(ByteBuffer bytes) {
      DnsMessage message;
      try {
        message = DnsMessage.read(bytes);
      } catch (DnsMessage.GarbledException garbled) {
        return Step.failed("the answer of " + target + " is not DNS: " + garbled.getMessage());
      }
      if (message.id() != id || !message.isResponse()) {
        // of an earlier probe, or somebody's guess
        return Step.WAIT;
      }
      if (message.code() != 0) {
        return Step.failed(target + " answers " + message.codeName() + " to " + question());
      }
      if (answer.isEmpty()) {
        return Step.passed();
      }
      List<String> records =
          message.records().stream()
              .filter(record -> record.type() == type.number())
              .map(DnsMessage.Entry::data)
              .toList();
      return records.stream().anyMatch(answer.get()::equalsIgnoreCase)
          ? Step.passed()
          : Step.failed(
              target
                  + " answers "
                  + said(records)
                  + (message.isTruncated() ? " and more that did not fit" : "")
                  + " to "
                  + question()
                  + ", expected "
                  + answer.get());
    }

    private String said(List<String> records) {
      return records.isEmpty()
          ? "no such record"
          : records.stream().limit(3).map(Quoted::of).collect(Collectors.joining(", "));
    }

    private String question() {
      return name + " " + type;
    }

    @Override
    public Step ended() {
      return Step.WAIT;
    }

    @Override
    public String missing() {
      return "no DNS answer";
    }
  }
}
