/**
 * What is on the disk: names, parts, whole files.
 *
 * <p>To understand it read, in this order, {@code Names} (what a file may be called; {@code Disposition} reads what the
 * origin calls it, {@code Wanted} tells who wants it so), {@code Root} (the way in), {@code Part} (a file until it is
 * whole), {@code Contents} and {@code Ranges} (its bytes, and which of them are there), {@code PartFile} with
 * {@code Journal} and {@code Entry} (how that outlives us), {@code Leftovers} (how the next run finds it),
 * {@code Publisher} and {@code Temporary} (how a whole file gets its name in one step). Around them: {@code Claims} keeps
 * threads out of each other's way, {@code Guarded} processes, and {@code Named} sees what was taken away; {@code Space}
 * knows what the disk can hold, {@code FolderForce} makes names durable. A fault of the disk is a {@code DiskFault}, a
 * name that another file must keep is {@code Taken}.
 */
package netlessons.downloader.file;
