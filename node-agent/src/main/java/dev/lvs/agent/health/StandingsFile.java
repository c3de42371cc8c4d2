package dev.lvs.agent.health;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lvs.agent.file.DurableFile;
import dev.lvs.ipvs.ServiceKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code standings} in the state directory: which servers were down when the agent ended,
 * so that the next one gives them no clients before it has probed them.
 *
 * <p>The kernel does not tell that: a weight of 0 may be the plan's, a drain's or an agent-check's,
 * and a server that was removed is nowhere. The file is written whole and renamed whenever what it
 * says changes, before the loop hears of it. It is not forced to disk: kill -9 loses nothing of
 * what was written, and with the machine the kernel's table is gone too. One that is damaged, too
 * large or of another version says nothing, and servers are then what {@code initial} of their
 * checks says.
 */
public final class StandingsFile {
  private static final Logger LOG = LoggerFactory.getLogger(StandingsFile.class);

  private static final String NAME = "standings";
  private static final String TITLE = "lvs-agent standings 1";
  private static final String BELOW = "below ";
  private static final String SERVER = "server ";
  private static final String SUM = "sum ";

  /** Servers beyond that are not remembered: the file of so many has 16 MiB at most. */
  static final int LARGEST = 50_000;

  private static final long LONGEST = 32L << 20;

  private final Path file;
  private List<String> written = List.of();
  private String trouble = "";

  /**
   * Contents of the file.
   *
   * @param below the services that were below their quorum
   */
  record Contents(List<Remembered> servers, SortedSet<ServiceKey> below) {
    static final Contents NONE = new Contents(List.of(), new TreeSet<>());

    Contents {
      servers = List.copyOf(servers);
    }
  }

  public StandingsFile(Path directory) {
    this.file = directory.resolve(NAME);
  }

  /** Returns what the agent before has left; nothing where that cannot be read. */
  Contents read() {
    try {
      if (Files.size(file) > LONGEST) {
        throw new IllegalArgumentException("it is too large");
      }
      List<String> lines = Files.readString(file, UTF_8).lines().toList();
      int end = lines.size() - 1;
      if (end < 1 || !lines.getFirst().equals(TITLE)) {
        throw new IllegalArgumentException("it does not begin with '" + TITLE + "'");
      }
      if (!lines.get(end).equals(SUM + sum(lines.subList(0, end)))) {
        throw new IllegalArgumentException("its checksum does not fit");
      }
      return contents(lines.subList(1, end));
    } catch (NoSuchFileException _) {
      return Contents.NONE;
    } catch (IOException | IllegalArgumentException e) {
      LOG.warn(
          "{} cannot be read ({}): which real servers were down is not known until they are"
              + " probed.",
          file,
          e.getMessage());
      return Contents.NONE;
    }
  }

  private static Contents contents(List<String> lines) {
    List<Remembered> servers = new ArrayList<>();
    SortedSet<ServiceKey> below = new TreeSet<>();
    for (String line : lines) {
      if (line.startsWith(SERVER)) {
        servers.add(Remembered.parse(line.substring(SERVER.length())));
      } else if (line.startsWith(BELOW)) {
        below.add(ServiceKey.parse(line.substring(BELOW.length())));
      } else {
        throw new IllegalArgumentException("'" + line + "' begins with no known word");
      }
    }
    return new Contents(servers, below);
  }

  /** Says something else, unless it is the same. */
  void write(Contents contents) {
    List<String> lines = new ArrayList<>();
    lines.add(TITLE);
    contents.below().forEach(service -> lines.add(BELOW + service));
    contents.servers().stream().limit(LARGEST).forEach(server -> lines.add(SERVER + server.line()));
    if (lines.equals(written)) {
      return;
    }
    List<String> all = new ArrayList<>(lines);
    all.add(SUM + sum(lines));
    Path fresh = file.resolveSibling(NAME + ".new");
    try {
      Files.write(fresh, all, UTF_8);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
      written = lines;
      trouble = "";
    } catch (IOException e) {
      say(e.toString());
    }
  }

  private void say(String cause) {
    if (!cause.equals(trouble)) {
      trouble = cause;
      LOG.warn(
          "{} cannot be written ({}), so an agent that starts anew will not know which real servers"
              + " are down.",
          file,
          cause);
    }
  }

  private static String sum(List<String> lines) {
    CRC32C sum = new CRC32C();
    lines.forEach(line -> sum.update((line + "\n").getBytes(UTF_8)));
    return DurableFile.digits(sum);
  }
}
