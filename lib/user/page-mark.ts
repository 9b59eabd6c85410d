/** What the kernel says of a page: apart from the calls, so that code which is also tested on the host can name it. */

/** What ADDRESS_SPACE_GET says about one page. */
export class PageMark {
  /** ATTRIBUTE_* bits; 0 where the page is not marked. */
  attributes: u32 = 0;
  /** Number of its frame; 0 where no frame is there. */
  frame: u32 = 0;
  /** Pages from this one on that have the same attributes and follow each other. */
  runPages: u32 = 0;
  /** How many pages map the frame. */
  mappings: u32 = 0;
}
