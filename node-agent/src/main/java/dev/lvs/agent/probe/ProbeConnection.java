package dev.lvs.agent.probe;

import dev.lvs.agent.probe.Dialogue.Step;
import dev.lvs.agent.syscall.IpSockets;
import dev.lvs.agent.syscall.Poll;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The connection of one probe, from its socket to its result. Used by the thread of the loop. */
final class ProbeConnection implements RunningProbe {
  private static final int EAGAIN = 11;
  private static final int EINTR = 4;
  private static final int EINPROGRESS = 115;

  /** Buffers that are read from one server before others have their turn. */
  private static final int READS = 4;

  /** Bytes of TCP that fit into every link of IPv6 (1280) but for a tunnel's header. */
  private static final int SEGMENT = 1160;

  private static final byte[] NOTHING = new byte[0];

  private final Wires wires;
  private final Target target;
  private final Dialogue dialogue;
  private final int fd;
  private final long token;
  private boolean connecting = true;
  private byte[] unsent = NOTHING;
  private int interest = Poll.WRITABLE;

  /** Resources that the connections of one loop share. */
  record Wires(IpSockets sockets, RouteLookup routes, Poll poll, ByteBuffer buffer) {
    static Wires of(Poll poll, ByteBuffer buffer) {
      IpSockets sockets = new IpSockets();
      return new Wires(sockets, new RouteLookup(sockets), poll, buffer);
    }
  }

  private ProbeConnection(Wires wires, Target target, Dialogue dialogue, int fd, long token) {
    this.wires = wires;
    this.target = target;
    this.dialogue = dialogue;
    this.fd = fd;
    this.token = token;
  }

  /**
   * Begins to connect.
   *
   * @param token what the poll gives when the connection is ready
   */
  static BegunProbe open(Wires wires, Target target, Checker checker, long token) {
    IpSockets sockets = wires.sockets();
    if (target.detour().orElse(null) instanceof Detour.Marked(var _, var server, var _)) {
      int unrouted = wires.routes().error(server);
      if (unrouted != 0) {
        return new BegunProbe.Over(NetworkErrors.atOnce(unrouted, target));
      }
    }
    int fd = sockets.open(checker.transport(), target.address().family());
    if (fd < 0) {
      return new BegunProbe.Over(NetworkErrors.atOnce(-fd, target));
    }
    int error = connect(sockets, fd, target, checker.transport());
    if (error == 0) {
      error = -wires.poll().add(fd, Poll.WRITABLE, token);
    }
    if (error != 0) {
      sockets.close(fd);
      return new BegunProbe.Over(NetworkErrors.atOnce(error, target));
    }
    return new BegunProbe.UnderWay(
        new ProbeConnection(wires, target, checker.begin(target), fd, token));
  }

  /** Gives 0 or the errno of the first call that failed. */
  private static int connect(IpSockets sockets, int fd, Target target, IpSockets.Kind kind) {
    if (kind == IpSockets.Kind.TCP) {
      // thousands of probes a second would leave as many connections in TIME_WAIT
      sockets.resetOnClose(fd);
    }
    if (target.detour().orElse(null) instanceof Detour.Marked marked) {
      int error = mark(sockets, fd, target, marked, kind);
      if (error != 0) {
        return error;
      }
    } else if (target.source().isPresent()) {
      int error = -sockets.bind(fd, target.source().get());
      if (error != 0) {
        return error;
      }
    }
    int error = -sockets.connect(fd, target.address(), target.port());
    return error == EINPROGRESS ? 0 : error;
  }

  /** Has packets take their detour; gives 0 or an errno. */
  private static int mark(
      IpSockets sockets, int fd, Target target, Detour.Marked marked, IpSockets.Kind kind) {
    int error = -sockets.mark(fd, marked.mark());
    if (error == 0 && kind == IpSockets.Kind.TCP) {
      // to the kernel the VIP is on the loopback, whose packets no other link would take
      error = -sockets.limitSegments(fd, SEGMENT);
    }
    return error == 0
        ? -sockets.bindShared(fd, target.source().orElseThrow(), marked.port())
        : error;
  }

  @Override
  public @Nullable ProbeResult ready() {
    if (connecting) {
      int error = wires.sockets().takeError(fd);
      if (error != 0) {
        return NetworkErrors.heard(error, target);
      }
      connecting = false;
      return follow(dialogue.connected());
    }
    if (unsent.length > 0) {
      ProbeResult failed = flush();
      if (failed != null) {
        return failed;
      }
    }
    return read();
  }

  @Override
  public ProbeResult timedOut() {
    if (!connecting && dialogue.mayBeSilent()) {
      return ProbeResult.Passed.PLAIN;
    }
    String missing = connecting ? "no answer" : dialogue.missing();
    return new ProbeResult.Failed(missing + " from " + target + " in time");
  }

  @Override
  public void close() {
    wires.sockets().close(fd);
  }

  private @Nullable ProbeResult read() {
    ByteBuffer buffer = wires.buffer();
    for (int reads = 0; reads < READS; reads++) {
      buffer.clear();
      int got = wires.sockets().receive(fd, buffer);
      if (got == -EAGAIN || got == -EINTR) {
        return null;
      }
      if (got < 0) {
        return NetworkErrors.heard(-got, target);
      }
      ProbeResult result = follow(got == 0 ? dialogue.ended() : received(buffer));
      if (result != null || got < buffer.capacity()) {
        return result;
      }
    }
    return null;
  }

  private Step received(ByteBuffer buffer) {
    return dialogue.received(buffer.flip());
  }

  private @Nullable ProbeResult follow(Step step) {
    return switch (step) {
      case Step.Done(var result) -> result;
      case Step.Send(var bytes) -> {
        if (bytes.length() > 0) {
          int before = unsent.length;
          unsent = Arrays.copyOf(unsent, before + bytes.length());
          bytes.toBuffer().get(unsent, before, bytes.length());
        }
        yield flush();
      }
    };
  }

  /** Sends what waits, as far as the kernel takes it, and waits for what is needed next. */
  private @Nullable ProbeResult flush() {
    ByteBuffer buffer = wires.buffer();
    while (unsent.length > 0) {
      int size = Math.min(unsent.length, buffer.capacity());
      buffer.clear().put(unsent, 0, size).flip();
      int sent = wires.sockets().send(fd, buffer);
      if (sent == -EAGAIN || sent == -EINTR) {
        break;
      }
      if (sent < 0) {
        return NetworkErrors.heard(-sent, target);
      }
      unsent = Arrays.copyOfRange(unsent, sent, unsent.length);
    }
    int wanted = unsent.length > 0 ? Poll.READABLE | Poll.WRITABLE : Poll.READABLE;
    if (wanted != interest) {
      interest = wanted;
      int error = -wires.poll().change(fd, wanted, token);
      return error == 0 ? null : NetworkErrors.atOnce(error, target);
    }
    return null;
  }
}
