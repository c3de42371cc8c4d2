package dev.lvs.tool.saved;

import static dev.lvs.tool.saved.IllegalLineException.quoted;

import dev.lvs.agent.kernel.ipvs.IpvsChange.AddDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.AddService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.DeleteService;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditDestination;
import dev.lvs.agent.kernel.ipvs.IpvsChange.EditService;
import dev.lvs.agent.model.SyncDaemon;
import dev.lvs.agent.netlink.ipvs.Timeouts;
import dev.lvs.ipvs.ServiceKey;
import dev.lvs.tool.saved.Command.Alter;
import dev.lvs.tool.saved.Command.Clear;
import dev.lvs.tool.saved.Command.SetTimeouts;
import dev.lvs.tool.saved.Command.StartDaemon;
import dev.lvs.tool.saved.Command.StopDaemon;
import dev.lvs.tool.saved.Command.Zero;
import java.util.List;
import java.util.Optional;

/** Reads one line: checks the options of its command, and makes the command of it. */
final class SavedLineReader {
  private final Places places;
  private List<String> notes = List.of();

  SavedLineReader(NameFiles names) {
    this.places = new Places(names);
  }

  /** Returns what is to be said about the line read last, though it can be carried out. */
  List<String> notes() {
    return notes;
  }

  Command read(List<String> line) throws IllegalLineException {
    notes = List.of();
    Words words = Words.of(line);
    Option command = words.command();
    check(command, words);
    return switch (command) {
      case ADD_SERVICE -> {
        ServiceKey key = key(words);
        yield new Alter(new AddService(key, ServiceWords.settings(words, key)));
      }
      case EDIT_SERVICE -> {
        ServiceKey key = key(words);
        yield new Alter(new EditService(key, ServiceWords.settings(words, key)));
      }
      case DELETE_SERVICE -> new Alter(new DeleteService(key(words)));
      case ADD_SERVER -> {
        DestinationWords server = server(words);
        yield new Alter(new AddDestination(server.service(), server.key(), server.settings()));
      }
      case EDIT_SERVER -> {
        DestinationWords server = server(words);
        yield new Alter(new EditDestination(server.service(), server.key(), server.settings()));
      }
      case DELETE_SERVER -> {
        ServiceKey key = key(words);
        yield new Alter(new DeleteDestination(key, DestinationWords.key(words, key, places)));
      }
      case CLEAR -> new Clear();
      case ZERO -> new Zero(words.given().size() == 1 ? Optional.empty() : Optional.of(key(words)));
      case SET -> new SetTimeouts(timeouts(words.arguments()));
      case START_DAEMON -> new StartDaemon(DaemonWords.daemon(words));
      case STOP_DAEMON -> {
        DaemonWords.syncId(words);
        yield new StopDaemon(state(words));
      }
      default -> throw new IllegalStateException("not a command: " + command);
    };
  }

  private ServiceKey key(Words words) throws IllegalLineException {
    return ServiceWords.key(words, places);
  }

  private DestinationWords server(Words words) throws IllegalLineException {
    DestinationWords server = DestinationWords.of(words, key(words), places);
    notes = server.notes();
    return server;
  }

  private static SyncDaemon.State state(Words words) throws IllegalLineException {
    return DaemonWords.state(words, Option.STOP_DAEMON);
  }

  private static void check(Option command, Words words) throws IllegalLineException {
    for (Option option : words.given()) {
      if (option != command && !Rules.of(command).contains(option)) {
        throw new IllegalLineException(option + " has no meaning with " + command + ".");
      }
    }
    if (command != Option.SET && !words.arguments().isEmpty()) {
      throw new IllegalLineException(
          quoted(words.arguments().getFirst()) + " belongs to no option.");
    }
  }

  private static Timeouts timeouts(List<String> arguments) throws IllegalLineException {
    if (arguments.size() != 3) {
      throw new IllegalLineException(
          "--set needs three timeouts in seconds, for tcp, tcpfin and udp; 0 keeps what is set.");
    }
    long[] seconds = new long[3];
    for (int i = 0; i < seconds.length; i++) {
      seconds[i] = Numbers.of(Option.SET, arguments.get(i), 0, Integer.MAX_VALUE);
    }
    return new Timeouts(seconds[0], seconds[1], seconds[2]);
  }
}
