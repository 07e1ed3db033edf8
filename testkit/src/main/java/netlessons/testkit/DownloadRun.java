package netlessons.testkit;

import netlessons.testkit.origin.Content;

/** The downloader under test while it runs, as a program of its own. It is ended after the test. For one thread at a time. */
public final class DownloadRun extends ProgramRun<DownloadRun> {
    private final DownloadFolder folder;

    DownloadRun(Owner target, StudentProgram program, DownloadFolder folder) {
        super(target, program);
        this.folder = folder;
    }

    @Override
    DownloadRun self() {
        return this;
    }

    /** Where it was told to put its files. */
    public DownloadFolder folder() {
        return folder;
    }

    /** Its folder has this file, byte for byte. */
    public DownloadRun expectFile(String name, Content content) {
        folder.expectFile(name, content);
        return this;
    }

    /** Its folder has nothing of this name: no file, no folder, no link. */
    public DownloadRun expectNothing(String name) {
        folder.expectNothing(name);
        return this;
    }

    /** Its folder has these files, parts of others (see {@link DownloadFolder}), and nothing else. */
    public DownloadRun expectOnly(String... names) {
        folder.expectOnly(names);
        return this;
    }
}
