package dev.lvs.agent.ledger;

import dev.lvs.agent.ledger.Journal.Contents;
import dev.lvs.agent.model.KernelState;
import dev.lvs.agent.model.Ownership;
import dev.lvs.agent.model.Timeout;
import dev.lvs.agent.object.Change;
import dev.lvs.agent.object.Claim;
import dev.lvs.agent.object.Outcome;
import dev.lvs.agent.object.OwningChange;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Record of the kernel objects that the agent owns, on disk before a change is made: the only state
 * it needs from one round to the next.
 *
 * <p>The file {@code ledger-LIFE} in the state directory is a {@link Journal} of lines {@code +
 * CLAIM} and {@code - CLAIM} ({@link ClaimText}). Each {@link KernelLife} has a file of its own:
 * after a reboot nothing that another file claims is in the kernel any more, and objects of another
 * network namespace are not this agent's. An agent that dies between the claim and the change
 * leaves a claim on an object that does not exist, which {@link #ownershipOf} ends.
 *
 * <p>A truncated or missing file is reported, and the claims that are still known are written anew:
 * an object claimed only in the lost part is foreign from then on, unless {@link #takeBack}
 * recognises it by its name or marks.
 *
 * <p>Not thread-safe.
 */
public final class Ledger implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

  /** Lines beyond the claims in force that the file may have before it is written anew. */
  private static final int SLACK = 1024;

  private final Path file;
  private final StateLock lock;
  private final Journal journal;
  private final Claims claims;
  private final List<String> notices;
  private int lines;
  private Checked checked = new Checked(KernelState.EMPTY, Ownership.NONE);

  private Followed followed = new Followed(Map.of(), Ownership.NONE);

  /**
   * Claims already checked against the names of interfaces, so that the same input is not checked
   * again.
   */
  private record Followed(Map<Integer, String> interfaces, Ownership ownership) {}

  /**
   * Claims already checked against the observed state, so that the same input is not checked again.
   */
  private record Checked(KernelState observed, Ownership ownership) {}

  private Ledger(
      Path file, StateLock lock, Journal journal, Claims claims, int lines, List<String> notices) {
    this.file = file;
    this.lock = lock;
    this.journal = journal;
    this.claims = claims;
    this.lines = lines;
    this.notices = notices;
  }

  /**
   * Opens the ledger in a directory, which is made where it is missing, and keeps other agents out
   * of it.
   *
   * @throws LedgerException when it is damaged, cannot be read or written, or another agent has it
   */
  public static Ledger open(Path directory, KernelLife life) {
    StateLock lock = StateLock.take(directory);
    try {
      LedgerFile file = new LedgerFile(directory, life);
      List<String> notices = file.notices();
      Optional<Contents> contents = file.contents();
      Claims claims = file.replay(contents);
      boolean whole = contents.isPresent() && !contents.get().isCut();
      Journal journal =
          whole
              ? Journal.append(file.path(), contents.get())
              : Journal.create(
                  file.path(), file.title(), to -> claims.forEach(line(LedgerFile.MADE, to)));
      int lines = whole ? 1 + contents.get().lines().size() : 1 + claims.size();
      return new Ledger(file.path(), lock, journal, claims, lines, notices);
    } catch (RuntimeException e) {
      lock.close();
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
    LedgerFile file = new LedgerFile(directory, life);
    return file.replay(file.contents());
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
    write(fresh.size(), to -> fresh.forEach(line(LedgerFile.MADE, to)), journal::note);
    followed = new Followed(Map.copyOf(interfaces), ownership());
  }

  private static boolean rename(Claims claims, Map<Integer, String> interfaces) {
    Renaming renaming = Renaming.of(claims, interfaces);
    renaming.ended().forEach(claims::remove);
    renaming.made().forEach(claims::add);
    return !renaming.isEmpty();
  }

  /** Returns what the user is to know of this ledger: sentences. */
  public List<String> notices() {
    return notices;
  }

  /**
   * Takes for ours what stands there by its marks, after the ledger was lost.
   *
   * @throws LedgerException when that cannot be written
   */
  public void takeBack(Ownership marked) {
    List<Claim> claimed = new ArrayList<>();
    marked.devices().forEach(end -> claimed.add(new Claim.Device(end)));
    marked.vips().forEach(vip -> claimed.add(new Claim.Address(vip)));
    if (marked.table()) {
      claimed.add(new Claim.Table());
    }
    List<Claim> fresh = claimed.stream().filter(claims::add).toList();
    write(fresh.size(), to -> fresh.forEach(line(LedgerFile.MADE, to)), journal::add);
    fresh.forEach(claim -> LOG.info("Taken back: {}", ClaimText.print(claim)));
  }

  /** Returns what is ours. */
  public Ownership ownership() {
    return claims.ownership();
  }

  /**
   * Returns what is ours of what was observed. Claims on services, destinations, addresses and
   * tunnels that are gone end here: should somebody else add such a thing later, it is theirs.
   *
   * @throws LedgerException when the end of a claim cannot be written
   */
  public Ownership ownershipOf(KernelState observed) {
    stayInPlace();
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
  public BitSet claim(List<? extends Change> changes) {
    stayInPlace();
    BitSet fresh = new BitSet(changes.size());
    BitSet news = new BitSet(changes.size());
    for (int place = 0; place < changes.size(); place++) {
      Change change = changes.get(place);
      if (change instanceof OwningChange owning && !owning.isEnd()) {
        Claim claim = owning.claim();
        boolean known = claims.isOf(claim);
        if (claims.add(claim)) {
          news.set(place);
          fresh.set(place, !known);
        }
      }
    }
    try {
      write(
          news.cardinality(),
          to -> claimsOf(changes, news).forEach(line(LedgerFile.MADE, to)),
          journal::add);
    } catch (LedgerException e) {
      claimsOf(changes, fresh).forEach(claims::remove);
      throw e;
    }
    return fresh;
  }

  private static Stream<Claim> claimsOf(List<? extends Change> changes, BitSet places) {
    return places.stream().mapToObj(changes::get).map(change -> ((OwningChange) change).claim());
  }

  /** Lets go of a sysctl that somebody else set since we did. */
  public void letGoOf(String path) {
    end(List.of(new Claim.Sysctl(path, "", "")));
  }

  /** Lets go of a timeout that somebody else set since we did. */
  public void letGoOf(Timeout timeout) {
    end(List.of(new Claim.OfTimeout(timeout, 0, 0)));
  }

  /**
   * Writes the file anew where somebody took it away, cut it, or put another in its place: whatever
   * is in force is known here.
   */
  private void stayInPlace() {
    if (journal.isInPlace()) {
      return;
    }
    lock.takeAgain();
    rewrite();
    LOG.warn(
        "The ledger {} was taken away or changed by somebody else; it was written anew.", file);
  }

  /**
   * Ends the claims on what was taken away, and those that were made for a change that then was not
   * ours: refused, or done by somebody else before.
   *
   * @param fresh what {@link #claim} gave for these changes
   */
  public void settle(List<Outcome> outcomes, BitSet fresh) {
    Set<Claim> ended = new LinkedHashSet<>();
    for (int place = 0; place < outcomes.size(); place++) {
      Outcome outcome = outcomes.get(place);
      if (!(outcome.change() instanceof OwningChange change)) {
        continue;
      }
      boolean gone = change.isEnd();
      boolean ends =
          switch (outcome) {
            case Outcome.Applied _ -> gone;
            case Outcome.AlreadySo _ -> gone || fresh.get(place);
            case Outcome.Refused _ -> fresh.get(place);
            case Outcome.Unknown _ -> false;
          };
      if (ends) {
        ended.add(change.claim());
      } else if (!gone && !(outcome instanceof Outcome.Refused)) {
        // what was taken away is there again
        ended.remove(change.claim());
      }
    }
    end(ended);
  }

  /** Lets go of the file; the claims stay in force. */
  @Override
  public void close() {
    journal.close();
    lock.close();
  }

  private void end(Collection<Claim> claimed) {
    List<Claim> ended = claimed.stream().filter(claims::remove).toList();
    // where it is lost, the claim is one on something that is not there, and ends at the next look
    write(ended.size(), to -> ended.forEach(line(LedgerFile.ENDED, to)), journal::note);
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
    journal.replace(to -> claims.forEach(line(LedgerFile.MADE, to)));
    lines = 1 + claims.size();
  }

  private static Consumer<Claim> line(String mark, JournalWriter to) {
    return claim -> {
      ClaimText.print(claim, to.begin().append(mark));
      to.end();
    };
  }
}
