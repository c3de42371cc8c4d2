package dev.lvs.agent.kernel;

import dev.lvs.agent.model.Change;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Outcome;
import dev.lvs.agent.model.Ownership;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What on this node is ours, on disk before a change is made: the agent's only memory between
 * rounds.
 *
 * <p>The file {@code ledger} in the state directory is a {@link Journal} of lines {@code + CLAIM}
 * and {@code - CLAIM} ({@link ClaimText}). Its first line names the {@link KernelLife} it is about:
 * after a reboot, or in another network namespace, nothing of what it says stands any more, and it
 * is begun anew. An agent that dies between the claim and the change leaves a claim on something
 * that is not there, which {@link #ownershipOf} ends.
 *
 * <p>Not thread-safe.
 */
public final class Ledger implements AutoCloseable {
  private static final String TITLE = "lvs-agent ledger 1 of ";
  private static final String MADE = "+ ";
  private static final String ENDED = "- ";

  /** Lines beyond the claims in force that the file may have before it is written anew. */
  private static final int SLACK = 1024;

  private final KernelLife life;
  private final FileChannel lock;
  private final Journal journal;
  private final Claims claims;
  private int lines;
  private Checked checked = new Checked(KernelState.EMPTY, Ownership.NONE);

  private Followed followed = new Followed(Map.of(), Ownership.NONE);

  /** Claims that were held to the names of interfaces: the same again need not be. */
  private record Followed(Map<Integer, String> interfaces, Ownership ownership) {}

  /** Claims that were held to what was observed: the same again need not be. */
  private record Checked(KernelState observed, Ownership ownership) {}

  private Ledger(KernelLife life, FileChannel lock, Journal journal, Claims claims, int lines) {
    this.life = life;
    this.lock = lock;
    this.journal = journal;
    this.claims = claims;
    this.lines = lines;
  }

  /**
   * Opens the ledger in a directory, which is made where it is missing, and keeps other agents out
   * of it.
   *
   * @throws LedgerException when it is damaged, cannot be read or written, or another agent has it
   */
  public static Ledger open(Path directory, KernelLife life) {
    FileChannel lock = lock(directory);
    try {
      Path file = file(directory);
      List<String> lines = linesAbout(life, file);
      Claims claims = replay(file, lines);
      Journal journal =
          lines.isEmpty() ? Journal.create(file, titled(life)) : Journal.append(file, lines);
      return new Ledger(life, lock, journal, claims, Math.max(lines.size(), 1));
    } catch (RuntimeException e) {
      unlock(lock);
      throw e;
    }
  }

  /**
   * Reads what is ours without opening the ledger, by the names that interfaces had when it was
   * written.
   *
   * @throws LedgerException when it is damaged or cannot be read
   */
  public static Ownership read(Path directory, KernelLife life) {
    return replay(directory, life).ownership();
  }

  /**
   * Reads what is ours without opening the ledger, for whoever only looks.
   *
   * @param interfaces the names of those that there are, by number
   * @throws LedgerException when it is damaged or cannot be read
   */
  public static Ownership read(Path directory, KernelLife life, Map<Integer, String> interfaces) {
    Claims claims = replay(directory, life);
    rename(claims, interfaces);
    return claims.ownership();
  }

  private static Claims replay(Path directory, KernelLife life) {
    Path file = file(directory);
    return replay(file, linesAbout(life, file));
  }

  /**
   * Follows interfaces that were renamed since the last look, and remembers the numbers of those
   * that something of ours is on.
   *
   * @param interfaces the names of those that there are, by number
   * @throws LedgerException when that cannot be written
   */
  public void follow(Map<Integer, String> interfaces) {
    Followed now = new Followed(interfaces, ownership());
    if (now.equals(followed)) {
      return;
    }
    if (rename(claims, interfaces)) {
      rewrite();
    }
    List<Claim> fresh = Renaming.unnumbered(claims, interfaces);
    fresh.forEach(claims::add);
    write(fresh.size(), to -> fresh.forEach(line(MADE, to)), journal::note);
    followed = new Followed(Map.copyOf(interfaces), ownership());
  }

  private static boolean rename(Claims claims, Map<Integer, String> interfaces) {
    Renaming renaming = Renaming.of(claims, interfaces);
    renaming.ended().forEach(claims::remove);
    renaming.made().forEach(claims::add);
    return !renaming.isEmpty();
  }

  /** What is ours. */
  public Ownership ownership() {
    return claims.ownership();
  }

  /**
   * What is ours of what was observed. Claims on services, destinations, addresses and tunnels that
   * are gone end here: should somebody else add such a thing later, it is theirs.
   *
   * @throws LedgerException when the end of a claim cannot be written
   */
  public Ownership ownershipOf(KernelState observed) {
    Checked now = new Checked(observed, ownership());
    if (!now.equals(checked)) {
      end(claims.absentFrom(observed));
      checked = new Checked(observed, ownership());
    }
    return ownership();
  }

  /**
   * Claims what these changes are about, as far as they leave something behind.
   *
   * @return the places of those changes whose claims are new
   */
  BitSet claim(List<? extends Change> changes) {
    BitSet fresh = new BitSet(changes.size());
    for (int place = 0; place < changes.size(); place++) {
      Change change = changes.get(place);
      Claim claim = Claim.of(change);
      if (!Claim.isEndedBy(change) && claims.add(claim)) {
        fresh.set(place);
      }
    }
    Supplier<Stream<Claim>> made = () -> fresh.stream().mapToObj(changes::get).map(Claim::of);
    try {
      write(fresh.cardinality(), to -> made.get().forEach(line(MADE, to)), journal::add);
    } catch (LedgerException e) {
      made.get().forEach(claims::remove);
      throw e;
    }
    return fresh;
  }

  /**
   * Ends the claims on what was taken away, and those that were made for a change that then was not
   * ours: refused, or done by somebody else before.
   *
   * @param fresh what {@link #claim} gave for these changes
   */
  void settle(List<Outcome> outcomes, BitSet fresh) {
    List<Claim> ended = new ArrayList<>();
    for (int place = 0; place < outcomes.size(); place++) {
      Outcome outcome = outcomes.get(place);
      boolean gone = Claim.isEndedBy(outcome.change());
      boolean ends =
          switch (outcome) {
            case Outcome.Applied _ -> gone;
            case Outcome.AlreadySo _ -> gone || fresh.get(place);
            case Outcome.Refused _ -> fresh.get(place);
            case Outcome.Unknown _ -> false;
          };
      if (ends) {
        ended.add(Claim.of(outcome.change()));
      }
    }
    end(ended);
  }

  /** Lets go of the file; the claims stay in force. */
  @Override
  public void close() {
    journal.close();
    unlock(lock);
  }

  private void end(List<Claim> claimed) {
    List<Claim> ended = claimed.stream().filter(claims::remove).toList();
    // where it is lost, the claim is one on something that is not there, and ends at the next look
    write(ended.size(), to -> ended.forEach(line(ENDED, to)), journal::note);
  }

  /**
   * Writes fresh lines, or the whole file anew where too much of it is about claims that ended.
   *
   * @param count how many they are
   */
  private void write(
      int count, Consumer<JournalWriter> fresh, Consumer<Consumer<JournalWriter>> append) {
    if (count == 0) {
      return;
    }
    if (lines + count > 2 * claims.size() + SLACK) {
      rewrite();
    } else {
      append.accept(fresh);
      lines += count;
    }
  }

  private void rewrite() {
    journal.replace(titled(life).andThen(to -> claims.forEach(line(MADE, to))));
    lines = 1 + claims.size();
  }

  private static Consumer<Claim> line(String mark, JournalWriter to) {
    return claim -> {
      ClaimText.print(claim, to.begin().append(mark));
      to.end();
    };
  }

  private static Consumer<JournalWriter> titled(KernelLife life) {
    return to -> {
      to.begin().append(TITLE).append(life);
      to.end();
    };
  }

  private static Path file(Path directory) {
    return directory.resolve("ledger");
  }

  /** The lines of a file, title and all; none where it is missing or about another life. */
  private static List<String> linesAbout(KernelLife life, Path file) {
    if (!Files.exists(file)) {
      return List.of();
    }
    List<String> lines = Journal.read(file);
    if (lines.isEmpty() || !lines.getFirst().startsWith(TITLE)) {
      throw LedgerException.corrupt(file, 1, "it does not begin with '" + TITLE.strip() + "'");
    }
    return lines.getFirst().equals(TITLE + life) ? lines : List.of();
  }

  private static Claims replay(Path file, List<String> lines) {
    Claims claims = new Claims();
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      try {
        Claim claim = ClaimText.parse(line.substring(Math.min(2, line.length())));
        if (line.startsWith(MADE)) {
          claims.add(claim);
        } else if (line.startsWith(ENDED)) {
          claims.remove(claim);
        } else {
          throw new IllegalArgumentException("it begins with neither '+ ' nor '- '");
        }
      } catch (IllegalArgumentException e) {
        throw LedgerException.corrupt(file, i + 1, String.valueOf(e.getMessage()));
      }
    }
    return claims;
  }

  private static FileChannel lock(Path directory) {
    Path file = directory.resolve("lock");
    try {
      Files.createDirectories(directory);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      // goes with the process, however that ends
      FileLock lock = channel.tryLock();
      if (lock == null) {
        channel.close();
        throw inUse(directory);
      }
      return channel;
    } catch (OverlappingFileLockException e) {
      throw inUse(directory);
    } catch (IOException e) {
      throw new LedgerException(
          "cannot use the state directory " + directory + " (--state-dir)", e);
    }
  }

  private static LedgerException inUse(Path directory) {
    return new LedgerException(
        "another agent is at work in "
            + directory
            + "; stop it first, or give this one a --state-dir of its own");
  }

  private static void unlock(FileChannel lock) {
    try {
      lock.close();
    } catch (IOException e) {
      throw new LedgerException("cannot release the ledger", e);
    }
  }
}
