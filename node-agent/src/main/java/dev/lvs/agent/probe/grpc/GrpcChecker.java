package dev.lvs.agent.probe.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.probe.Bytes;
import dev.lvs.agent.probe.Checker;
import dev.lvs.agent.probe.Dialogue;
import dev.lvs.agent.probe.Quoted;
import dev.lvs.agent.probe.Target;
import dev.lvs.agent.probe.tls.TlsChecker;
import dev.lvs.agent.syscall.IpSockets;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;

/**
 * Checks a server by the health protocol of gRPC ({@code grpc.health.v1.Health/Check}) over HTTP/2
 * without TLS; {@link TlsChecker} with ALPN h2 adds it.
 *
 * @param service asked for; empty for the server as a whole
 * @param authority the :authority header; empty for the address and port that are asked
 */
public record GrpcChecker(String service, Optional<String> authority) implements Checker {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int CONTINUATION = 9;
  private static final int END_STREAM = 0x1;
  private static final int ACK = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;
  private static final int PRIORITY = 0x20;
  private static final int STREAM = 1;

  /** Octets of a message or of a block of headers; those of a health check have a few dozen. */
  private static final int MOST = 64 * 1024;

  private static final String[] SERVING = {"UNKNOWN", "SERVING", "NOT_SERVING", "SERVICE_UNKNOWN"};

  private static final String[] STATUS = {
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED"
  };

  @Override
  public IpSockets.Kind transport() {
    return IpSockets.Kind.TCP;
  }

  @Override
  public Dialogue begin(Target target) {
    return new Call(target);
  }

  private byte[] request(Target target) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(PREFACE.getBytes(UTF_8));
    frame(all, SETTINGS, 0, 0, new byte[0]);
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    // :method POST and :scheme http of the static table
    headers.write(0x80 | 3);
    headers.write(0x80 | 6);
    named(headers, 4, "/grpc.health.v1.Health/Check");
    named(headers, 1, authority.orElseGet(target::toString));
    literal(headers, "content-type", "application/grpc");
    literal(headers, "te", "trailers");
    frame(all, HEADERS, END_HEADERS, STREAM, headers.toByteArray());
    byte[] name = service.getBytes(UTF_8);
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    if (name.length > 0) {
      // HealthCheckRequest: string service = 1
      message.write(0x0a);
      length(message, name.length, 7);
      message.writeBytes(name);
    }
    ByteBuffer data = ByteBuffer.allocate(5 + message.size());
    data.put((byte) 0).putInt(message.size()).put(message.toByteArray());
    frame(all, DATA, END_STREAM, STREAM, data.array());
    return all.toByteArray();
  }

  private static void frame(
      ByteArrayOutputStream to, int type, int flags, int stream, byte[] payload) {
    to.write(payload.length >> 16);
    to.write(payload.length >> 8);
    to.write(payload.length);
    to.write(type);
    to.write(flags);
    to.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(stream).array());
    to.writeBytes(payload);
  }

  /** A header whose name is in the static table, not to be indexed. */
  private static void named(ByteArrayOutputStream to, int name, String value) {
    to.write(name);
    text(to, value);
  }

  private static void literal(ByteArrayOutputStream to, String name, String value) {
    to.write(0);
    text(to, name);
    text(to, value);
  }

  private static void text(ByteArrayOutputStream to, String text) {
    byte[] bytes = text.getBytes(UTF_8);
    if (bytes.length < 0x7f) {
      to.write(bytes.length);
    } else {
      to.write(0x7f);
      length(to, bytes.length - 0x7f, 7);
    }
    to.writeBytes(bytes);
  }

  /** A number in groups of seven bits, as HPACK and Protocol Buffers have it. */
  private static void length(ByteArrayOutputStream to, int number, int bits) {
    int rest = number;
    while (rest >= 1 << bits) {
      to.write((rest & 0x7f) | 0x80);
      rest >>= bits;
    }
    to.write(rest);
  }

  private final class Call implements Dialogue {
    private final Target target;
    private final HeaderDecoder decoder = new HeaderDecoder();
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();
    private final ByteArrayOutputStream message = new ByteArrayOutputStream();
    private final FrameReader frames = new FrameReader();
    private boolean ending;

    Call(Target target) {
      this.target = target;
    }

    @Override
    public Step connected() {
      return Step.send(request(target));
    }

    @Override
    public Step received(ByteBuffer bytes) {
      ByteArrayOutputStream reply = new ByteArrayOutputStream();
      while (true) {
        Optional<FrameReader.Frame> frame;
        try {
          frame = frames.next(bytes);
        } catch (FrameReader.TooLongException e) {
          return Step.failed("the answer of " + target + " is not HTTP/2");
        }
        if (frame.isEmpty()) {
          return Step.send(reply.toByteArray());
        }
        Optional<Step> over = take(frame.get(), reply);
        if (over.isPresent()) {
          return over.get();
        }
        if (message.size() > MOST || block.size() > MOST) {
          return Step.failed("the answer of " + target + " is longer than any to a health check");
        }
      }
    }

    @Override
    public Step ended() {
      return Step.failed(target + " ended the connection before it answered");
    }

    @Override
    public String missing() {
      return "no answer to the gRPC health check";
    }

    private Optional<Step> take(FrameReader.Frame frame, ByteArrayOutputStream reply) {
      switch (frame.type()) {
        case SETTINGS -> {
          if ((frame.flags() & ACK) == 0) {
            frame(reply, SETTINGS, ACK, 0, new byte[0]);
          }
        }
        case PING -> {
          if ((frame.flags() & ACK) == 0) {
            frame(reply, PING, ACK, 0, frame.payload().toArray());
          }
        }
        case GOAWAY -> {
          return Optional.of(Step.failed(target + " refuses HTTP/2 (GOAWAY)"));
        }
        case RST_STREAM -> {
          return Optional.of(Step.failed(target + " refuses the call (RST_STREAM)"));
        }
        case HEADERS, CONTINUATION -> {
          return headers(frame);
        }
        case DATA -> {
          message.writeBytes(unpadded(frame));
          return (frame.flags() & END_STREAM) != 0
              ? Optional.of(Step.failed(target + " ended the call without a gRPC status"))
              : Optional.empty();
        }
        default -> {}
      }
      return Optional.empty();
    }

    private Optional<Step> headers(FrameReader.Frame frame) {
      if (frame.type() == HEADERS) {
        ending = (frame.flags() & END_STREAM) != 0;
        block.reset();
        block.writeBytes(unpadded(frame));
      } else {
        block.writeBytes(frame.payload().toArray());
      }
      if ((frame.flags() & END_HEADERS) == 0) {
        return Optional.empty();
      }
      Optional<Map<String, String>> headers = decoder.decode(ByteBuffer.wrap(block.toByteArray()));
      if (headers.isEmpty()) {
        return Optional.of(Step.failed("the headers of " + target + " are garbled"));
      }
      String http = headers.get().getOrDefault(":status", "200");
      if (!http.equals("200")) {
        return Optional.of(Step.failed("HTTP " + Quoted.of(http) + " from " + target));
      }
      String status = headers.get().get("grpc-status");
      if (status != null) {
        return Optional.of(judge(status, headers.get().getOrDefault("grpc-message", "")));
      }
      return ending
          ? Optional.of(Step.failed(target + " ended the call without a gRPC status"))
          : Optional.empty();
    }

    private Step judge(String status, String words) {
      if (!status.equals("0")) {
        String why = words.isEmpty() ? "" : ": " + Quoted.of(words);
        return Step.failed(target + " answers " + name(STATUS, status) + why);
      }
      // HealthCheckResponse: status = 1, which is left out where it is UNKNOWN
      byte[] answer = message.toByteArray();
      int serving = answer.length >= 7 && answer[5] == 0x08 ? answer[6] : 0;
      return serving == 1
          ? Step.passed()
          : Step.failed(
              target
                  + " answers "
                  + (serving >= 0 && serving < SERVING.length ? SERVING[serving] : "" + serving)
                  + (service.isEmpty() ? "" : " for " + service));
    }

    private static String name(String[] names, String number) {
      boolean known = number.matches("[0-9]{1,2}") && Integer.parseInt(number) < names.length;
      return known ? names[Integer.parseInt(number)] : "gRPC status " + Quoted.of(number);
    }

    /** The payload without padding and priority (RFC 9113, 6.1 and 6.2). */
    private static byte[] unpadded(FrameReader.Frame frame) {
      Bytes payload = frame.payload();
      int from = 0;
      int to = payload.length();
      if ((frame.flags() & PADDED) != 0 && to > 0) {
        to -= payload.get(0) & 0xff;
        from++;
      }
      if (frame.type() == HEADERS && (frame.flags() & PRIORITY) != 0) {
        from += 5;
      }
      return from < to ? payload.slice(from, to).toArray() : new byte[0];
    }
  }
}
