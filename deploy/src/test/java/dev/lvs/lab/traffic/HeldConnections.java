package dev.lvs.lab.traffic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Connections that stay open, so that a director counts them as active. */
public final class HeldConnections implements AutoCloseable {

  private final List<HeldConnection> connections = new ArrayList<>();
  private final List<ClientAnswer> answers = new ArrayList<>();

  void add(HeldConnection connection) {
    connections.add(connection);
    answers.add(connection.ask());
  }

  void addSilent(HeldConnection connection) {
    try {
      connection.connect();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connections.add(connection);
  }

  /** Returns what each was answered when it was opened. */
  public Answers answers() {
    return new Answers(answers);
  }

  /** Asks once more on each of the open connections. */
  public Answers askAgain() {
    return new Answers(connections.stream().map(HeldConnection::ask).toList());
  }

  @Override
  public void close() {
    for (HeldConnection connection : connections) {
      try {
        connection.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
