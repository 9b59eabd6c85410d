/**
 * What a VMM policy stands on: kernel calls, decisions, published pages, each as a function value. Servers use
 * real-world.ts; the tests on the host put a model of kernel, ACL server and cache in its place.
 */
import type { Information } from "../abi/information.ts";
import type { Status } from "../abi/status.ts";
import type { Question, Verdict } from "../proto/decision.ts";
import type { ManagerNotes } from "../proto/manager-notes.ts";
import type { PolicyPublication } from "../proto/policy-publication.ts";
import type { PageMark } from "../user/page-mark.ts";

export type GetCall = (space: u32, address: u32, state: PageMark) => Status;
export type SetCall = (
  space: u32,
  address: u32,
  pages: u32,
  attributes: u32,
  sourceAddress: u32,
  sourceSpace: u32,
) => Status;
export type AllocCall = (space: u32, address: u32, pages: u32, attributes: u32) => Status;
export type ReleaseCall = (space: u32, address: u32, pages: u32) => Status;
/** Ends a task. */
export type StopCall = (task: u32) => Status;
export type ExchangeCall = (successor: u32, space: u32) => Status;
/** Whether the policy allows it. No answer is NO_DECISION. Answers whether the verdict was published, so that nobody was asked. */
export type DecideCall = (question: Question, verdict: Verdict) => bool;
/** Tells the ACL server how far revocations have come, and how many pages went. False: it did not hear it. */
export type AcknowledgeCall = (epoch: u32, pages: u32) => bool;
export type NumberCall = () => u32;
export type AlarmCall = (ticks: u32) => void;
export type NotesCall = (taskNumber: u32) => ManagerNotes;
export type InformationCall = () => Information;
export type PublicationCall = () => PolicyPublication;
/** The words of a page of the server's own space. */
export type WordsCall = (address: u32, words: u32) => Span<u32>;
/** Says why a client ended at an instruction that did `access` at an address. */
export type ReportCall = (
  server: string,
  task: u32,
  address: u32,
  bits: u32,
  at: u32,
  reason: string,
) => void;

export class World {
  constructor(
    readonly get: GetCall,
    readonly set: SetCall,
    readonly alloc: AllocCall,
    readonly release: ReleaseCall,
    readonly exchange: ExchangeCall,
    readonly stop: StopCall,
    readonly decide: DecideCall,
    readonly acknowledge: AcknowledgeCall,
    /** Timer ticks since boot. */
    readonly ticks: NumberCall,
    readonly alarm: AlarmCall,
    /** Page frames that nobody uses. */
    readonly freeFrames: NumberCall,
    readonly notes: NotesCall,
    readonly information: InformationCall,
    readonly publication: PublicationCall,
    readonly words: WordsCall,
    readonly report: ReportCall,
  ) {}
}
