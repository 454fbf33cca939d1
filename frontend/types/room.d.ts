/** What the addresses of a room answer (ui/rooms/answers.py). */
export interface RoomAnswer {
  /** Why the request was refused; all else is missing then. */
  error?: string;
  /** The name of this asking of the question; empty before the first. */
  question?: string;
  open?: boolean;
  votes?: number;
  /** The phone's own vote. */
  own?: string | null;
  /** By language; missing if the phone has them. */
  words?: Record<string, RoomWords>;
  /** What votes are counted under. */
  groups?: string[];
  /** Whether a number is asked for. */
  numeric?: boolean;
  /** Once the answer is shown: the votes of each group, the right group, that of the own vote, and by language the right
   * answer and why the own vote is wrong. */
  counts?: Record<string, number>;
  right?: string;
  mine?: string | null;
  answer?: Record<string, string>;
  reasons?: Record<string, string>;
}

/** An answer with a question, completed from the ones before. */
export type RoomShown = RoomAnswer & {
  question: string;
  votes: number;
  own: string | null;
  words: Record<string, RoomWords>;
  groups: string[];
  numeric: boolean;
};

export interface RoomWords {
  title: string;
  question: string;
  options: Record<string, string>;
}

export interface RoomVote {
  question: string;
  answer: string;
}

export type RoomTexts = Record<string, string>;

/** What is written into the page of a phone. */
export interface RoomData {
  code: string;
  language: string;
  texts: Record<string, RoomTexts>;
  first: RoomAnswer;
}

/** What ui/learn/room_panel.py sends to the teacher's panel. */
export interface RoomPanelData {
  /** Null if this tab has no room. */
  room: {
    code: string;
    secret: string;
    url: string;
    address: string;
    qr: string;
    local: string;
    /** The question that the page around the panel shows, and whether it shows it open. */
    question: string;
    open: boolean;
  } | null;
  /** The code of a room that has ended, which the browser may forget. */
  forget: string;
  language: string;
  texts: RoomTexts;
  failed: string;
}
