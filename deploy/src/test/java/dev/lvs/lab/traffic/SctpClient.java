package dev.lvs.lab.traffic;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * An SCTP client, on one machine and one of its addresses.
 *
 * @param inside where its sockets are opened
 */
public record SctpClient(Inside inside, String source) {

  /** Asks a target, {@code address:port}, each time on an association of its own. */
  public Answers ask(String target, int times) {
    InetSocketAddress address = address(target);
    List<ClientAnswer> answers = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      answers.add(ask(address));
    }
    return new Answers(answers);
  }

  /** Opens an association to a target, {@code address:port}, that stays open. */
  public HeldAssociation hold(String target) {
    InetSocketAddress address = address(target);
    SctpSocket socket = inside.call(SctpSocket::new);
    try {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(address);
      return new HeldAssociation(socket, ClientAnswer.Reply.parse(socket.receive()));
    } catch (IOException failed) {
      socket.close();
      throw new IllegalStateException("hold an association to " + target, failed);
    }
  }

  private static InetSocketAddress address(String target) {
    int colon = target.lastIndexOf(':');
    return new InetSocketAddress(
        target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
  }

  private ClientAnswer ask(InetSocketAddress target) {
    try (SctpSocket socket = inside.call(SctpSocket::new)) {
      socket.bind(new InetSocketAddress(source, 0));
      socket.connect(target);
      return ClientAnswer.Reply.parse(socket.receive());
    } catch (LibraryCalls.CallFailed failed) {
      return failed.isRefusal() ? ClientAnswer.Failure.REFUSED : ClientAnswer.Failure.TIMEOUT;
    } catch (IOException failed) {
      throw new IllegalStateException("ask " + target, failed);
    }
  }
}
