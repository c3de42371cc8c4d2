package dev.lvs.agent.ledger;

import dev.lvs.agent.ledger.Journal.Contents;
import dev.lvs.agent.object.Claim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The file of the {@link Ledger} in a state directory, as it is on disk, and those of other boots
 * and network namespaces beside it.
 */
public record LedgerFile(Path directory, KernelLife life) {
  static final String MADE = "+ ";
  static final String ENDED = "- ";

  private static final String NAME = "ledger-";

  /** Before the version. */
  private static final String TITLE = "lvs-agent ledger ";

  private static final int VERSION = 2;

  public Path path() {
    return directory.resolve(NAME + life.fileName());
  }

  public String title() {
    return TITLE + VERSION + " of " + life;
  }

  /**
   * Returns what it says; nothing where it is missing. One without a title was cut in it.
   *
   * @throws LedgerException when it is damaged, cannot be read, or is of a newer version
   */
  public Optional<Contents> contents() {
    Path file = path();
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Contents contents = Journal.read(file);
    String title = contents.title();
    if (title.isEmpty()) {
      return Optional.of(contents);
    }
    if (!title.startsWith(TITLE)) {
      throw LedgerException.corrupt(file, 1, "it does not begin with '" + TITLE.strip() + "'");
    }
    String version = title.substring(TITLE.length()).replaceFirst(" .*", "");
    if (!version.equals(String.valueOf(VERSION))) {
      throw LedgerException.newer(file, "version " + version);
    }
    return title.equals(title()) ? Optional.of(contents) : Optional.empty();
  }

  /**
   * The claims that its lines make.
   *
   * @throws LedgerException when one is of a kind that only a newer version knows
   */
  public Claims replay(Optional<Contents> contents) {
    return replay(path(), contents.map(Contents::lines).orElse(List.of()));
  }

  private static Claims replay(Path file, List<String> lines) {
    Claims claims = new Claims();
    for (String line : lines) {
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
        // its checksum fits: that is what somebody wanted to say
        throw LedgerException.newer(file, String.valueOf(e.getMessage()));
      }
    }
    return claims;
  }

  /**
   * Returns what is wrong with the files, though not so wrong that nothing can be done: sentences
   * for the user.
   *
   * @throws LedgerException when they are so wrong
   */
  public List<String> notices() {
    List<String> notices = new ArrayList<>();
    if (contents().filter(Contents::isCut).isPresent()) {
      notices.add(
          "The ledger "
              + path()
              + " was cut: of what the agent put into this kernel it may not tell all any more."
              + " What is not in it counts as foreign and stays; lvs run --take-back takes what"
              + " carries our marks, and adopt: true on a VirtualService its entries.");
    }
    String ofThisBoot = NAME + life.bootName() + "-";
    try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
      files
          .filter(one -> one.getFileName().toString().startsWith(ofThisBoot))
          .filter(one -> !one.equals(path()) && !one.toString().endsWith(".new"))
          .sorted()
          .filter(LedgerFile::saysSomething)
          .map(
              other ->
                  ("There is a ledger of another network namespace, %s: what it tells of is looked"
                          + " after and taken away only by an agent there (in a pod: hostNetwork:"
                          + " true). Remove the file if that namespace is gone.")
                      .formatted(other))
          .forEach(notices::add);
    } catch (IOException e) {
      throw new LedgerException("cannot read the state directory " + directory, e);
    }
    return notices;
  }

  private static boolean saysSomething(Path other) {
    try {
      return replay(other, Journal.read(other).lines()).size() > 0;
    } catch (LedgerException damaged) {
      return true;
    }
  }
}
